package dev.dovetail.cli.output;

/** Texts as JSON writes them. */
public final class JsonText {
  private JsonText() {}

  /** Adds a text in quotes. */
  public static void appendString(StringBuilder text, String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> appendCharacter(text, c);
      }
    }
    text.append('"');
  }

  private static void appendCharacter(StringBuilder text, char c) {
    if (c >= ' ') {
      text.append(c);
    } else {
      text.append("\\u00").append(Character.forDigit(c >> 4, 16));
      text.append(Character.forDigit(c & 15, 16));
    }
  }
}
