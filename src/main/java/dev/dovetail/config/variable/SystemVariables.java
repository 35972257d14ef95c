package dev.dovetail.config.variable;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.config.syntax.SettingValues;
import dev.dovetail.os.Accounts;
import dev.dovetail.os.HostName;
import dev.dovetail.os.Identity;
import dev.dovetail.os.Pid;
import java.io.IOException;

/** The variables that mean the same everywhere. */
public final class SystemVariables {

  private SystemVariables() {}

  /** Null for any other. */
  public static String get(String name) throws ConfigException {
    if (name.startsWith("env:")) {
      String value = System.getenv(name.substring("env:".length()));
      return value == null ? "" : value;
    }
    return switch (name) {
      case "pid" -> String.valueOf(Pid.current());
      case "hostname" -> HostName.own(System.getenv());
      case "uid" -> String.valueOf(identity().uid());
      case "gid" -> String.valueOf(identity().gid());
      default -> null;
    };
  }

  static Identity identity() throws ConfigException {
    try {
      return Identity.current();
    } catch (IOException e) {
      throw new ConfigException(
          ConfigException.Kind.UNUSABLE, "Cannot find out who runs this: " + e.getMessage(), e);
    }
  }

  /** The number of a user or group that a setting gives as number or name. */
  public static long accountNumber(String setting, String text, boolean group)
      throws ConfigException {
    try {
      long number = Accounts.number(text, group);
      if (number >= 0) {
        return number;
      }
    } catch (IOException e) {
      throw new ConfigException(
          ConfigException.Kind.UNUSABLE,
          setting + ": cannot look up '" + Quoting.forMessage(text) + "': " + e.getMessage(),
          e);
    }
    throw SettingValues.unusable(
        setting
            + ": no "
            + (group ? "group" : "user")
            + " '"
            + Quoting.forMessage(text)
            + "' on this system; give its number");
  }
}
