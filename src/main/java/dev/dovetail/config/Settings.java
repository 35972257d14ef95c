package dev.dovetail.config;

import dev.dovetail.log.LogSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that concern us, of one configuration, checked (doveadm-interfaces 6.3). Immutable.
 * Variables are not expanded here: that needs a user, see {@link #forUser}.
 */
public final class Settings {

  private final ConfigTree tree;
  private final SettingValues values;
  private final String baseDir;
  private final int doveadmPort;
  private final String doveadmSsl;
  private final int doveadmWorkerCount;
  private final long commitMessagesInterval;
  private final List<String> hashedHeaders;
  private final char altChar;
  private final List<String> features;
  private final String mailFsync;
  private final String lockMethod;
  private final long mailMaxLockTimeout;
  private final boolean mailSaveCrlf;
  private final String vanishedMail;
  private final boolean mailboxListIndex;
  private final List<AuthDatabase> passdbs;
  private final List<AuthDatabase> userdbs;

  Settings(ConfigTree tree) throws ConfigException {
    this.tree = tree;
    this.values = new SettingValues(tree);
    baseDir = values.text("base_dir");
    doveadmPort = values.port("doveadm_port");
    doveadmSsl = values.oneOf("doveadm_ssl", "no", "ssl", "starttls");
    doveadmWorkerCount = (int) Math.min(values.number("doveadm_worker_count"), 1000);
    commitMessagesInterval = values.number("dsync_commit_msgs_interval");
    hashedHeaders = List.copyOf(values.words("dsync_hashed_headers"));
    if (hashedHeaders.isEmpty()) {
      throw values
          .value("dsync_hashed_headers")
          .rejected("dsync_hashed_headers", "dsync_hashed_headers must not be empty");
    }
    altChar = values.character("dsync_alt_char");
    features = readFeatures();
    mailFsync = values.oneOf("mail_fsync", "optimized", "never", "always");
    lockMethod = values.oneOf("lock_method", "fcntl", "flock", "dotlock");
    mailMaxLockTimeout = values.seconds("mail_max_lock_timeout");
    mailSaveCrlf = values.flag("mail_save_crlf");
    vanishedMail = pluginOneOf("dovetail_vanished_mail", "restore", "expunge");
    mailboxListIndex = values.flag("mailbox_list_index");
    passdbs = AuthDatabases.read(tree, "passdb");
    userdbs = AuthDatabases.read(tree, "userdb");
  }

  private List<String> readFeatures() throws ConfigException {
    List<String> words = new ArrayList<>();
    for (String word : values.words("dsync_features")) {
      String lower = word.toLowerCase(Locale.ROOT);
      if (!lower.equals("empty-header-workaround") && !lower.equals("no-header-hashes")) {
        throw values
            .value("dsync_features")
            .rejected(
                "dsync_features", "dsync_features: Unknown feature: " + Quoting.forMessage(word));
      }
      words.add(lower);
    }
    return List.copyOf(words);
  }

  /** Whether the file is in the syntax of 2.4. */
  public boolean isVersion24() {
    return tree.version24();
  }

  public String baseDir() {
    return baseDir;
  }

  /** Absolute. 2.4 accepts the setting and does not use it. */
  public String authSocketPath() throws ConfigException {
    ConfigValue configured = values.value("auth_socket_path");
    boolean ignored = tree.version24() && configured.origin() == ConfigValue.Origin.FILE;
    String path = ignored ? "auth-userdb" : configured.text();
    return path.startsWith("/") ? path : baseDir + "/" + path;
  }

  /** {@code auth_username_format}, not expanded. */
  public String authUsernameFormat() throws ConfigException {
    return values.text("auth_username_format");
  }

  /** The characters that a looked-up name may consist of; empty allows all. */
  public String authUsernameChars() throws ConfigException {
    return values.text("auth_username_chars");
  }

  /** A name in which the characters of {@code auth_username_translation} are replaced. */
  public String translatedUsername(String name) throws ConfigException {
    String pairs = values.text("auth_username_translation");
    StringBuilder translated = new StringBuilder(name);
    for (int i = 0; i < name.length(); i++) {
      // Pairs of a character and what stands for it.
      for (int at = 0; at + 1 < pairs.length(); at += 2) {
        if (pairs.charAt(at) == name.charAt(i)) {
          translated.setCharAt(i, pairs.charAt(at + 1));
        }
      }
    }
    return translated.toString();
  }

  /** 0 if none is configured. */
  public int doveadmPort() {
    return doveadmPort;
  }

  /** {@code no}, {@code ssl} or {@code starttls}: for commands that another server runs. */
  public String doveadmSsl() {
    return doveadmSsl;
  }

  /** How many commands a doveadm server gets at the same time; 0 or more. */
  public int doveadmWorkerCount() {
    return doveadmWorkerCount;
  }

  public String doveadmUsername() throws ConfigException {
    return values.text("doveadm_username");
  }

  /** Reads the password's file now if it is in one; a final newline belongs to the password. */
  public String doveadmPassword() throws ConfigException {
    return values.text("doveadm_password");
  }

  /** {@code dsync_remote_cmd}, not expanded. */
  public String dsyncRemoteCommand() throws ConfigException {
    return values.text("dsync_remote_cmd");
  }

  /** Whether {@link #dsyncRemoteCommand} is more than the built-in value. */
  public boolean hasDsyncRemoteCommand() throws ConfigException {
    return values.value("dsync_remote_cmd").origin() != ConfigValue.Origin.DEFAULT;
  }

  /** One argument of {@link #dsyncRemoteCommand}, expanded (doveadm-interfaces 2.1). */
  public String expandRemoteCommandArgument(String argument, String user, String login, String host)
      throws ConfigException {
    return expandArgument("dsync_remote_cmd", argument, user, login, host);
  }

  /** One argument of {@code dovetail_ssh_command}, expanded by the same rules. */
  public String expandSshCommandArgument(String argument, String user, String login, String host)
      throws ConfigException {
    return expandArgument("dovetail_ssh_command", argument, user, login, host);
  }

  private String expandArgument(
      String setting, String argument, String user, String login, String host)
      throws ConfigException {
    return VariableExpansion.expand(
        setting,
        argument,
        name ->
            switch (name) {
              case "user" -> user;
              case "login" -> login;
              case "host" -> host;
              default -> SystemVariables.get(name);
            },
        tree.version24());
  }

  /**
   * A setting that Dovecot does not know, not expanded. It refuses to start with such a one, except
   * in {@code plugin { }}; so that is looked into as well.
   *
   * @param name begins with {@code dovetail_}
   */
  public String dovetail(String name) throws ConfigException {
    ConfigValue value = values.value(name);
    return value.origin() == ConfigValue.Origin.DEFAULT
        ? plugin(name).orElse(value.text())
        : value.text();
  }

  /** Reads the files that the settings name. */
  public TlsClientSettings tlsClient() throws ConfigException {
    return TlsClientSettings.of(values, dovetail("dovetail_tls_pin"), tree.version24());
  }

  /** Reads certificate and key anew each time. */
  public TlsServerSettings tlsServer() throws ConfigException {
    return TlsServerSettings.of(values, tree.version24());
  }

  /** Where {@code service doveadm} listens. */
  public ServiceListeners doveadmListeners() throws ConfigException {
    return ServiceListeners.read(tree, baseDir);
  }

  /** {@code dovetail_compression}: of the stream to a Dovetail on another host. */
  public boolean dovetailCompression() throws ConfigException {
    String text = dovetail("dovetail_compression");
    if (text.equals("yes") || text.equals("no")) {
      return text.equals("yes");
    }
    throw SettingValues.unusable(
        "dovetail_compression must be yes or no, not " + Quoting.forMessage(text));
  }

  /** {@code dovetail_max_connections}: of clients at the same time; at least 1. */
  public int dovetailMaxConnections() throws ConfigException {
    String text = dovetail("dovetail_max_connections");
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw SettingValues.unusable(
        "dovetail_max_connections must be a number of at least 1, not " + Quoting.forMessage(text));
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

  /** How many messages are committed at once; 0 leaves it to the other end. */
  public long dsyncCommitMessagesInterval() {
    return commitMessagesInterval;
  }

  /** Never empty. */
  public List<String> dsyncHashedHeaders() {
    return hashedHeaders;
  }

  public char dsyncAltChar() {
    return altChar;
  }

  /** Lower-case words, such as {@code empty-header-workaround}. */
  public List<String> dsyncFeatures() {
    return features;
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

  public String mailFsync() {
    return mailFsync;
  }

  public String lockMethod() {
    return lockMethod;
  }

  /** In seconds; 0 for the usual times. */
  public long mailMaxLockTimeout() {
    return mailMaxLockTimeout;
  }

  public boolean mailSaveCrlf() {
    return mailSaveCrlf;
  }

  /** {@code dovetail_vanished_mail}: {@code restore} or {@code expunge}. */
  public String vanishedMail() {
    return vanishedMail;
  }

  public boolean mailboxListIndex() {
    return mailboxListIndex;
  }

  /** In the order of the file. */
  public List<AuthDatabase> passdbs() {
    return passdbs;
  }

  /** In the order of the file. */
  public List<AuthDatabase> userdbs() {
    return userdbs;
  }

  /** A value of {@code plugin { }}, not expanded. */
  public Optional<String> plugin(String name) throws ConfigException {
    return pluginValue(name).map(ConfigValue::text);
  }

  private Optional<ConfigValue> pluginValue(String name) throws ConfigException {
    ConfigSection plugin = tree.root().find("plugin", "");
    ConfigValue value = plugin == null ? null : plugin.values.get(name);
    return value == null ? Optional.empty() : Optional.of(values.resolve("plugin/" + name, value));
  }

  /** One of these words; the first if nothing is set. */
  private String pluginOneOf(String name, String... words) throws ConfigException {
    Optional<ConfigValue> value = pluginValue(name);
    if (value.isEmpty()) {
      return words[0];
    }
    String text = value.get().text();
    if (List.of(words).contains(text)) {
      return text;
    }
    throw value
        .get()
        .rejected(
            "plugin/" + name,
            name
                + ": Invalid value: "
                + Quoting.forMessage(text)
                + " (use "
                + String.join(" or ", words)
                + ")");
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
