package dev.dovetail.config.syntax;

import java.util.Map;

/**
 * Replaces {@code $name} in values that are not quoted: in 2.3 by what has been read so far; in 2.4
 * there are {@code $ENV:name}, and {@code $SET:name}, which means the final value and is left for
 * {@link SettingValues}, unless a setting adds to itself (doveadm-interfaces 6.1, 6.2).
 */
final class ConfigReferences {

  private static final String ENVIRONMENT = "$ENV:";
  static final String SETTING = "$SET:";

  private final Map<String, String> environment;

  ConfigReferences(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The value of a setting where the reference stands; null if there is no such setting. */
  interface Known {
    String value(String name);
  }

  /**
   * Replaces tokens; blanks between tokens collapse to one.
   *
   * @param own the setting that is assigned
   * @return null if {@code unknown} holds a name that is not known
   */
  String resolve(String own, String text, boolean version24, boolean strict, Known known)
      throws UnknownName {
    StringBuilder result = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && !ConfigLexer.isBlank(text.charAt(end))) {
        end++;
      }
      if (at > 0) {
        result.append(' ');
      }
      String token = text.substring(at, end);
      boolean reference = token.startsWith("$");
      result.append(reference ? value(own, token, version24, strict, known) : token);
      at = end;
      while (at < text.length() && ConfigLexer.isBlank(text.charAt(at))) {
        at++;
      }
    }
    return result.toString();
  }

  private String value(String own, String token, boolean version24, boolean strict, Known known)
      throws UnknownName {
    if (token.startsWith(ENVIRONMENT)) {
      return environment.getOrDefault(token.substring(ENVIRONMENT.length()), "");
    }
    if (version24) {
      boolean self = token.equals(SETTING + own);
      String before = self ? known.value(own) : null;
      return self ? before == null ? "" : before : token;
    }
    String name = token.substring(1);
    String value = known.value(name);
    if (value == null && strict) {
      throw new UnknownName(name);
    }
    return value == null ? token : value;
  }

  /** There is no setting of the name that the message is. */
  static final class UnknownName extends Exception {
    private static final long serialVersionUID = 1;

    UnknownName(String name) {
      super(name, null, false, false);
    }
  }
}
