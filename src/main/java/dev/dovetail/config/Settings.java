package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.ConfigTree;
import dev.dovetail.config.syntax.ConfigValue;
import dev.dovetail.config.syntax.Overrides;
import dev.dovetail.config.syntax.SettingValues;
import dev.dovetail.log.LogSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that concern us, of one configuration, checked (doveadm-interfaces 6.3). Immutable.
 * Variables are not expanded here: that needs a user, see {@link #forUser}.
 */
public final class Settings {

  private final ConfigTree tree;
  private final SettingValues values;
  private final PluginSettings plugin;
  private final String baseDir;
  private final AuthSettings auth;
  private final DoveadmSettings doveadm;
  private final DsyncSettings dsync;
  private final DovetailSettings dovetail;
  private final MailSettings mail;

  Settings(ConfigTree tree) throws ConfigException {
    this.tree = tree;
    values = new SettingValues(tree);
    plugin = new PluginSettings(tree.root(), values);
    baseDir = values.text("base_dir");
    doveadm = new DoveadmSettings(tree, values, baseDir);
    dsync = DsyncSettings.of(values);
    dovetail = new DovetailSettings(values, plugin);
    mail = MailSettings.of(values, dovetail);
    auth = new AuthSettings(tree, values, baseDir);
    TypedSettings.check(values);
    NamespaceChecks.asWritten(tree);
  }

  /** Whether the file is in the syntax of 2.4. */
  public boolean isVersion24() {
    return tree.version24();
  }

  public String baseDir() {
    return baseDir;
  }

  /** Who is asked about users. */
  public AuthSettings auth() {
    return auth;
  }

  /** Doveadm servers, ours and others. */
  public DoveadmSettings doveadm() {
    return doveadm;
  }

  /** What both ends of a sync agree on. */
  public DsyncSettings dsync() {
    return dsync;
  }

  /** How a store is worked on. */
  public MailSettings mail() {
    return mail;
  }

  /** The settings that only we know. */
  public DovetailSettings dovetail() {
    return dovetail;
  }

  /** The commands that reach another host. */
  public RemoteCommandSettings remoteCommand() {
    return new RemoteCommandSettings(values, tree.version24());
  }

  /** Reads the files that the settings name. */
  public TlsClientSettings tlsClient() throws ConfigException {
    return TlsClientSettings.of(values, dovetail.text("dovetail_tls_pin"), tree.version24());
  }

  /** Reads certificate and key anew each time. */
  public TlsServerSettings tlsServer() throws ConfigException {
    return TlsServerSettings.of(values, tree.version24());
  }

  /** The settings of the replicator. */
  public ReplicationSettings replication() throws ConfigException {
    return ReplicationSettings.of(this);
  }

  /**
   * A socket or fifo of a service, absolute.
   *
   * @param type {@code unix_listener} or {@code fifo_listener}
   * @return its mode is 0 if it is not wanted; empty if nothing is configured
   */
  public Optional<UnixListener> serviceSocket(String service, String type, String name)
      throws ConfigException {
    return ServiceSocket.find(tree, baseDir, service, type, name);
  }

  /** {@code log_timestamp}, a strftime format. */
  public String logTimestamp() throws ConfigException {
    return values.text("log_timestamp");
  }

  /** Where the daemons log, which {@code -L} asks for. */
  public LogSettings log() throws ConfigException {
    return new LogSettings(
        values.text("log_path"),
        values.text("info_log_path"),
        values.text("debug_log_path"),
        values.text("syslog_facility"),
        logTimestamp());
  }

  /** {@code hostname}; empty if the system's is meant. For messages only. */
  public String hostname() throws ConfigException {
    return values.text("hostname");
  }

  /**
   * Everything that is configured, also what is none of ours.
   *
   * @param defaults whether settings that nothing sets are listed, too
   */
  public List<ListedSetting> list(boolean defaults) {
    return ConfigListing.of(tree, defaults);
  }

  /**
   * Whether {@code first_valid_uid} and its family allow the mail of a {@code uid} or {@code gid}.
   */
  public boolean mayServe(String kind, long number) throws ConfigException {
    return AccountLimits.allow(values, kind, number);
  }

  public List<String> mailPlugins() throws ConfigException {
    return values.words("mail_plugins");
  }

  /** A value of {@code plugin { }}, not expanded. */
  public Optional<String> plugin(String name) throws ConfigException {
    return plugin.value(name).map(ConfigValue::text);
  }

  /**
   * The settings as they are for one user.
   *
   * @param username as the user database spells it
   * @param fields the user database's answer: {@code uid}, {@code gid}, {@code home}, {@code mail},
   *     any setting's name, else plugin settings; {@code -o} wins over them (doveadm-interfaces
   *     5.3)
   * @throws ConfigException if a value is wrong, or the user may not be served
   */
  public UserSettings forUser(String username, Map<String, String> fields) throws ConfigException {
    return forUser(username, fields, true);
  }

  /**
   * The settings as they are for the user who runs this, without a look-up: relative paths start
   * from the working directory.
   *
   * @param fields {@code home}, if it is known
   */
  public UserSettings forCallingUser(String username, Map<String, String> fields)
      throws ConfigException {
    return forUser(username, fields, false);
  }

  private UserSettings forUser(String username, Map<String, String> fields, boolean atHome)
      throws ConfigException {
    ConfigTree own = new ConfigTree(tree.version24(), tree.root().copy());
    for (Map.Entry<String, String> field : fields.entrySet()) {
      switch (field.getKey()) {
        case "uid", "gid", "home" -> {
          // Of the account; UserSettings reads them.
        }
        default -> Overrides.applyField(own, field.getKey(), field.getValue());
      }
    }
    return UserSettings.of(new Settings(own), username, Map.copyOf(fields), atHome);
  }

  ConfigTree tree() {
    return tree;
  }

  SettingValues values() {
    return values;
  }
}
