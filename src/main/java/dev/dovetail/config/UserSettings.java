package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.ConfigValue;
import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.config.syntax.SettingValues;
import dev.dovetail.config.variable.AuthInfo;
import dev.dovetail.config.variable.SystemVariables;
import dev.dovetail.config.variable.UserVariables;
import dev.dovetail.config.variable.VariableExpansion;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What is configured for one user, variables expanded (doveadm-interfaces 5.3, 6.4). Immutable. */
public final class UserSettings {

  private final Settings settings;
  private final String username;
  private final Optional<Path> home;
  private final Path workingDirectory;
  private final OptionalLong uid;
  private final OptionalLong gid;
  private final Map<String, String> fields;
  private final Optional<String> otherLocation;
  private final AuthInfo info;

  private UserSettings(
      Settings settings,
      String username,
      Optional<Path> home,
      Path workingDirectory,
      OptionalLong uid,
      OptionalLong gid,
      Map<String, String> fields,
      Optional<String> otherLocation,
      AuthInfo info) {
    this.settings = settings;
    this.username = username;
    this.home = home;
    this.workingDirectory = workingDirectory;
    this.uid = uid;
    this.gid = gid;
    this.fields = fields;
    this.otherLocation = otherLocation;
    this.info = info;
  }

  /**
   * @param fields of the user database
   * @param atHome whether relative paths start from the home directory, else from ours
   */
  static UserSettings of(
      Settings settings, String username, Map<String, String> fields, boolean atHome)
      throws ConfigException {
    SettingValues values = settings.values();
    OptionalLong uid = account(values, fields, "uid");
    OptionalLong gid = account(values, fields, "gid");
    AccountLimits.check(values, uid, gid, fields.containsKey("uid"), fields.containsKey("gid"));
    Optional<Path> home = home(settings, username, fields);
    Path own = Path.of("").toAbsolutePath();
    return new UserSettings(
        settings,
        username,
        home,
        atHome ? home.orElse(own) : own,
        uid,
        gid,
        fields,
        Optional.empty(),
        AuthInfo.OWN);
  }

  private static OptionalLong account(SettingValues values, Map<String, String> fields, String name)
      throws ConfigException {
    String text = accountText(values, fields, name);
    return text.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(SystemVariables.accountNumber("mail_" + name, text, name.equals("gid")));
  }

  private static String accountText(SettingValues values, Map<String, String> fields, String name)
      throws ConfigException {
    ConfigValue configured = values.value("mail_" + name);
    String text = fields.get(name);
    return text == null || configured.origin() == ConfigValue.Origin.OVERRIDE
        ? configured.text()
        : text;
  }

  private static String homeText(Settings settings, String username, Map<String, String> fields)
      throws ConfigException {
    ConfigValue configured = settings.values().value("mail_home");
    String text = fields.get("home");
    if (text == null || configured.origin() == ConfigValue.Origin.OVERRIDE) {
      text = configured.text();
      if (configured.isExpanded()) {
        text =
            VariableExpansion.expand(
                "mail_home",
                text,
                new UserVariables(
                    username, "", "", fields, AuthInfo.OWN, true, settings.isVersion24()),
                settings.isVersion24());
      }
    }
    return text;
  }

  private static Optional<Path> home(Settings settings, String username, Map<String, String> fields)
      throws ConfigException {
    String text = homeText(settings, username, fields);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.startsWith("/")) {
      throw SettingValues.unusable(
          "The home directory '"
              + Quoting.forMessage(text)
              + "' of user '"
              + Quoting.forMessage(username)
              + "' is not an absolute path");
    }
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      throw SettingValues.unusable(
          "The home directory '"
              + Quoting.forMessage(text)
              + "' of user '"
              + Quoting.forMessage(username)
              + "' is no possible path");
    }
  }

  public String username() {
    return username;
  }

  /** Absolute; empty if neither the user database nor {@code mail_home} has one. */
  public Optional<Path> home() {
    return home;
  }

  /** From the user database or {@code mail_uid}; empty: the calling user's. */
  public OptionalLong uid() {
    return uid;
  }

  /** From the user database or {@code mail_gid}; empty: the calling user's. */
  public OptionalLong gid() {
    return gid;
  }

  /**
   * Where the mail is as doveadm shows it, variables expanded, in 2.4 also {@code ~}; empty if it
   * is to be found out.
   */
  public String mailLocationText() throws ConfigException {
    if (!settings.isVersion24()) {
      return locations().globalText();
    }
    String path = expanded("mail_path", "", true);
    boolean below = path.equals("~") || path.startsWith("~/");
    return below && home.isPresent() ? home.get() + path.substring(1) : path;
  }

  /** The home directory as it is written, variables expanded; empty if there is none. */
  public String homeText() throws ConfigException {
    return homeText(settings, username, fields);
  }

  /** {@code uid} or {@code gid} as the user database or else the configuration gives it. */
  public String accountText(String name) throws ConfigException {
    return accountText(settings.values(), fields, name);
  }

  /**
   * Expands a text with this user's variables.
   *
   * @throws ConfigException ({@code UNUSABLE}) for an unknown variable
   */
  public String expand(String text, String session) throws ConfigException {
    return VariableExpansion.expand("", text, variables(session, false), settings.isVersion24());
  }

  /** The numbers of {@code mail_access_groups}: groups in which mail is worked on, besides gid. */
  public List<Long> accessGroups() throws ConfigException {
    List<Long> groups = new ArrayList<>();
    for (String name : settings.values().words("mail_access_groups")) {
      groups.add(SystemVariables.accountNumber("mail_access_groups", name, true));
    }
    return groups;
  }

  /**
   * Checks {@code mail_privileged_group}, which lends nothing to what a Maildir needs: Dovecot,
   * too, enters that group only to lock mbox files.
   *
   * @throws ConfigException if there is no such group
   */
  public void checkPrivilegedGroup() throws ConfigException {
    String group = settings.values().text("mail_privileged_group");
    if (!group.isEmpty()) {
      SystemVariables.accountNumber("mail_privileged_group", group, true);
    }
  }

  /**
   * The global mail location.
   *
   * @throws ConfigException if it is wrong, or no mail is found where none is configured
   */
  public MailLocation mailLocation() throws ConfigException {
    return locations().global();
  }

  /** Enabled namespaces in order; exactly one has {@code inbox}. */
  public List<NamespaceSettings> namespaces() throws ConfigException {
    return new NamespaceReader(settings, locations()).read();
  }

  /** The one that holds INBOX. */
  public NamespaceSettings inboxNamespace() throws ConfigException {
    for (NamespaceSettings namespace : namespaces()) {
      if (namespace.inbox()) {
        return namespace;
      }
    }
    throw SettingValues.unusable("namespace configuration error: inbox=yes namespace missing");
  }

  /**
   * The same user with another mail location: the destination of a local sync.
   *
   * @param location {@code driver:path…}; variables in it are not expanded, {@code ~/} is
   */
  public UserSettings withMailLocation(String location) {
    return new UserSettings(
        settings, username, home, workingDirectory, uid, gid, fields, Optional.of(location), info);
  }

  /** The same user with the details of a login, for the variables that stand for them. */
  public UserSettings of(AuthInfo login) {
    AuthInfo own = new AuthInfo(AuthInfo.OWN.service(), login.details());
    return new UserSettings(
        settings, username, home, workingDirectory, uid, gid, fields, otherLocation, own);
  }

  private UserLocations locations() throws ConfigException {
    return new UserLocations(settings, home, workingDirectory, variables("", true), otherLocation);
  }

  private UserVariables variables(String session, boolean path) {
    String directory = home.isPresent() ? home.get().toString() : "";
    return new UserVariables(
        username, directory, session, fields, info, path, settings.isVersion24());
  }

  /** A plugin setting, user database fields included; never expanded. */
  public Optional<String> plugin(String name) throws ConfigException {
    return settings.plugin(name);
  }

  /** {@code mail_replica}. */
  public Optional<String> mailReplica() throws ConfigException {
    return plugin("mail_replica");
  }

  /** {@code noreplicate}: the user is left alone by replicators (doveadm-interfaces 4.6). */
  public boolean noReplicate() throws ConfigException {
    String value = plugin("noreplicate").orElse("no").toLowerCase(Locale.ROOT);
    return !value.equals("no") && !value.equals("n") && !value.equals("0");
  }

  /** How this user's store is worked on. */
  public MailSettings mail() {
    return settings.mail();
  }

  /** {@code mail_attribute_dict} as {@code driver:path}, expanded; empty: no attributes. */
  public String mailAttributeDict() throws ConfigException {
    String dict = expanded("mail_attribute_dict", "", true);
    if (!settings.isVersion24() || dict.isEmpty()) {
      return dict;
    }
    return dict + ":" + expanded("mail_attribute_dict_path", "", true);
  }

  /** {@code mail_log_prefix}, expanded for the service {@code doveadm} and this session. */
  public String mailLogPrefix(String session) throws ConfigException {
    return expanded("mail_log_prefix", session, false);
  }

  private String expanded(String setting, String session, boolean path) throws ConfigException {
    ConfigValue value = settings.values().value(setting);
    return value.isExpanded()
        ? VariableExpansion.expand(
            setting, value.text(), variables(session, path), settings.isVersion24())
        : value.text();
  }

  /** The settings that this view was made from, with the user's own values. */
  public Settings settings() {
    return settings;
  }
}
