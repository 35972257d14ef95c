package dev.dovetail.config.syntax;

/** Makes hostile text fit for one line of a message. */
public final class Quoting {

  private static final int LIMIT = 200;

  private Quoting() {}

  /** Control characters become {@code ?}; long text is cut. */
  public static String forMessage(String text) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < text.length() && i < LIMIT; i++) {
      char c = text.charAt(i);
      safe.append(c < ' ' || c == 0x7f ? '?' : c);
    }
    return text.length() > LIMIT ? safe.append('…').toString() : safe.toString();
  }
}
