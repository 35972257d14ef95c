package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.ConfigValue;
import dev.dovetail.config.syntax.SettingValues;
import dev.dovetail.config.variable.SystemVariables;
import dev.dovetail.config.variable.VariableExpansion;

/** The commands that reach another host (doveadm-interfaces 2.1). */
public final class RemoteCommandSettings {

  private final SettingValues values;
  private final boolean version24;

  RemoteCommandSettings(SettingValues values, boolean version24) {
    this.values = values;
    this.version24 = version24;
  }

  /** {@code dsync_remote_cmd}, not expanded. */
  public String command() throws ConfigException {
    return values.text("dsync_remote_cmd");
  }

  /** Whether {@link #command} is more than the built-in value. */
  public boolean isConfigured() throws ConfigException {
    return values.value("dsync_remote_cmd").origin() != ConfigValue.Origin.DEFAULT;
  }

  /** One argument of {@link #command}, expanded. */
  public String expandArgument(String argument, String user, String login, String host)
      throws ConfigException {
    return expand("dsync_remote_cmd", argument, user, login, host);
  }

  /** One argument of {@code dovetail_ssh_command}, expanded by the same rules. */
  public String expandSshArgument(String argument, String user, String login, String host)
      throws ConfigException {
    return expand("dovetail_ssh_command", argument, user, login, host);
  }

  private String expand(String setting, String argument, String user, String login, String host)
      throws ConfigException {
    if (version24) {
      refuseLetters(setting, argument);
    }
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
        version24);
  }

  /**
   * Deviation: Dovecot 2.4 leaves {@code -u%u} out, as a word without any name, and the other end
   * syncs the mail of whoever has logged in.
   */
  private static void refuseLetters(String setting, String argument) throws ConfigException {
    for (int at = argument.indexOf('%'); at >= 0; at = argument.indexOf('%', at + 2)) {
      if (at + 1 < argument.length() && Character.isLetter(argument.charAt(at + 1))) {
        String variable = argument.substring(at, at + 2);
        throw VariableExpansion.failed(
            setting,
            argument,
            "Dovecot 2.4 has no variable " + variable + "; the user is %{user} there");
      }
    }
  }
}
