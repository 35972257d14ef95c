package dev.dovetail.config.variable;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.config.syntax.SettingValues;

/** What stands before and behind the {@code @} of a user's name, and what may go into a path. */
public final class UserName {

  private UserName() {}

  /** What is before the first {@code @}; all of a name without one. */
  public static String local(String name) {
    int at = name.indexOf('@');
    return at < 0 ? name : name.substring(0, at);
  }

  /** What is behind the first {@code @}; empty for a name without one. */
  public static String domain(String name) {
    int at = name.indexOf('@');
    return at < 0 ? "" : name.substring(at + 1);
  }

  /**
   * A name, or a part of one, that is to be part of a path. Deviation: Dovecot leaves this to
   * {@code auth_username_chars}, which does not stop a name that never went through the user
   * database.
   *
   * @param whole the user's name, for the message
   * @throws ConfigException if it could lead out of its directory
   */
  public static String inPath(String part, String whole) throws ConfigException {
    // What is behind an at-sign may become a directory, too: filters take names apart.
    boolean bad = part.startsWith(".") || part.contains("@.");
    for (int i = 0; i < part.length() && !bad; i++) {
      char c = part.charAt(i);
      bad = c == '/' || c < ' ' || c == 0x7f;
    }
    if (bad) {
      throw SettingValues.unusable(
          "The user name '"
              + Quoting.forMessage(whole)
              + "' cannot be part of a path: it holds a slash, a control character or a leading"
              + " dot");
    }
    return part;
  }
}
