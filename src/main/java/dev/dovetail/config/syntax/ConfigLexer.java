package dev.dovetail.config.syntax;

/**
 * Splits a logical line into its parts (doveadm-interfaces 6.1). Continuations are joined before.
 */
final class ConfigLexer {

  private static final ConfigLine NOTHING = new ConfigLine.Nothing();

  private ConfigLexer() {}

  static ConfigLine read(String line) {
    String text = withoutComment(line).strip();
    if (text.isEmpty()) {
      return NOTHING;
    }
    if (text.equals("}")) {
      return new ConfigLine.SectionEnd();
    }
    int keyEnd = endOfWord(text, 0, true);
    String key = text.substring(0, keyEnd);
    int next = skipBlanks(text, keyEnd);
    if (key.equals("!include")) {
      return new ConfigLine.Include(unquote(text.substring(next)), true);
    }
    if (key.equals("!include_try")) {
      return new ConfigLine.Include(unquote(text.substring(next)), false);
    }
    if (next < text.length() && text.charAt(next) == '=') {
      return assignment(key, text.substring(next + 1).strip());
    }
    return section(key, text, next);
  }

  private static ConfigLine assignment(String key, String value) {
    if (key.isEmpty()) {
      return new ConfigLine.Broken("Missing key name ('=' at the beginning of line)");
    }
    return isQuoted(value)
        ? new ConfigLine.Assignment(key, unquote(value), true)
        : new ConfigLine.Assignment(key, value, false);
  }

  private static ConfigLine section(String type, String text, int start) {
    int at = start;
    String label = "";
    if (at < text.length() && text.charAt(at) != '{') {
      int end = isQuote(text.charAt(at)) ? endOfQuoted(text, at) : endOfWord(text, at, false);
      if (end < 0) {
        return new ConfigLine.Broken("Unterminated quote");
      }
      label = unquote(text.substring(at, end));
      at = skipBlanks(text, end);
      if (type.equals("group") && at < text.length() && text.charAt(at) != '{') {
        end = endOfWord(text, at, false);
        label += " " + text.substring(at, end);
        at = skipBlanks(text, end);
      }
    }
    if (at >= text.length() || text.charAt(at) != '{' || type.isEmpty()) {
      return new ConfigLine.Broken("Expecting '{'");
    }
    if (at + 1 < text.length()) {
      return new ConfigLine.Broken("Garbage after '{'");
    }
    return new ConfigLine.SectionStart(type, label);
  }

  /** The line up to a {@code #} outside quotes. An open quote protects the rest of the line. */
  private static String withoutComment(String line) {
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == '#') {
        return line.substring(0, at);
      }
      if (isQuote(c)) {
        int end = endOfQuoted(line, at);
        if (end < 0) {
          return line;
        }
        at = end;
      } else {
        at++;
      }
    }
    return line;
  }

  /** The index behind the closing quote, or -1 if there is none. */
  private static int endOfQuoted(String text, int start) {
    char quote = text.charAt(start);
    for (int i = start + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == quote) {
        return i + 1;
      }
    }
    return -1;
  }

  private static int endOfWord(String text, int start, boolean equalsEnds) {
    int at = start;
    while (at < text.length()
        && !isBlank(text.charAt(at))
        && !(equalsEnds && text.charAt(at) == '=')) {
      at++;
    }
    return at;
  }

  private static int skipBlanks(String text, int start) {
    int at = start;
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Only the first and the last character count: {@code "a" b "c"} is quoted as a whole. */
  private static boolean isQuoted(String value) {
    return value.length() >= 2
        && isQuote(value.charAt(0))
        && value.charAt(value.length() - 1) == value.charAt(0);
  }

  private static String unquote(String value) {
    if (!isQuoted(value)) {
      return value;
    }
    StringBuilder plain = new StringBuilder(value.length());
    for (int i = 1; i < value.length() - 1; i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length() - 1) {
        c = value.charAt(++i);
      }
      plain.append(c);
    }
    return plain.toString();
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\f';
  }
}
