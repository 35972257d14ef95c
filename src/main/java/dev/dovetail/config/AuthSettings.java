package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.ConfigTree;
import dev.dovetail.config.syntax.ConfigValue;
import dev.dovetail.config.syntax.SettingValues;
import java.util.List;

/** Where users are looked up and how their names are spelt (doveadm-interfaces 5.1, 5.4). */
public final class AuthSettings {

  private final SettingValues values;
  private final String baseDir;
  private final boolean version24;
  private final List<AuthDatabase> passdbs;
  private final List<AuthDatabase> userdbs;

  AuthSettings(ConfigTree tree, SettingValues values, String baseDir) throws ConfigException {
    this.values = values;
    this.baseDir = baseDir;
    this.version24 = tree.version24();
    passdbs = AuthDatabases.read(tree, "passdb");
    userdbs = AuthDatabases.read(tree, "userdb");
  }

  /** Absolute. 2.4 accepts the setting and does not use it. */
  public String socketPath() throws ConfigException {
    ConfigValue configured = values.value("auth_socket_path");
    boolean ignored = version24 && configured.origin() == ConfigValue.Origin.FILE;
    String path = ignored ? "auth-userdb" : configured.text();
    return path.startsWith("/") ? path : baseDir + "/" + path;
  }

  /** {@code auth_username_format}, not expanded. */
  public String usernameFormat() throws ConfigException {
    return values.text("auth_username_format");
  }

  /** The characters that a looked-up name may consist of; empty allows all. */
  public String usernameChars() throws ConfigException {
    return values.text("auth_username_chars");
  }

  /** A name in which the characters of {@code auth_username_translation} are replaced. */
  public String translated(String name) throws ConfigException {
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

  /** In the order of the file. */
  public List<AuthDatabase> passdbs() {
    return passdbs;
  }

  /** In the order of the file. */
  public List<AuthDatabase> userdbs() {
    return userdbs;
  }
}
