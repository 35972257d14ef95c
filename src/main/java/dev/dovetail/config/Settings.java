package dev.dovetail.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings that concern us, of one configuration. Immutable. */
public interface Settings {

  /** Whether the file is in the syntax of 2.4. */
  boolean isVersion24();

  String baseDir();

  /** Absolute. */
  String authSocketPath();

  /** {@code auth_username_format}, not expanded. */
  String authUsernameFormat();

  /** 0 if none is configured. */
  int doveadmPort();

  String doveadmUsername();

  String doveadmPassword();

  /** {@code dsync_remote_cmd}, not expanded. */
  String dsyncRemoteCommand();

  /** One argument of {@link #dsyncRemoteCommand}, expanded (doveadm-interfaces 2.1). */
  String expandRemoteCommandArgument(String argument, String user, String login, String host)
      throws ConfigException;

  long dsyncCommitMessagesInterval();

  List<String> dsyncHashedHeaders();

  char dsyncAltChar();

  /** Lower-case words, such as {@code empty-header-workaround}. */
  List<String> dsyncFeatures();

  /** {@code log_timestamp}, a strftime format. */
  String logTimestamp();

  /** {@code hostname}; empty if the system's is meant. For messages only. */
  String hostname();

  List<String> mailPlugins();

  List<AuthDatabase> passdbs();

  List<AuthDatabase> userdbs();

  /** A value of {@code plugin { }}, not expanded. */
  Optional<String> plugin(String name);

  /**
   * The settings as they are for one user.
   *
   * @param username as the user database spells it
   * @param fields the user database's answer: {@code uid}, {@code gid}, {@code home}, {@code mail},
   *     any setting's name, else plugin settings; {@code -o} wins over them (doveadm-interfaces
   *     5.3)
   * @throws ConfigException if a value is wrong, or the user may not be served
   */
  UserSettings forUser(String username, Map<String, String> fields) throws ConfigException;
}
