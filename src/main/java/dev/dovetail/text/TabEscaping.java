package dev.dovetail.text;

/**
 * Dovecot's escaping for fields of lines in files and on sockets: 0x01 and a character for NUL,
 * 0x01, tab and line ends (storage-formats 3.19, doveadm-interfaces 3.3).
 */
public final class TabEscaping {
  private static final char ESCAPE = 1;
  private static final String PLAIN = "\0\1\t\r\n";
  private static final String CODES = "01trn";

  private TabEscaping() {}

  public static String escape(String text) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int code = c <= '\r' ? PLAIN.indexOf(c) : -1;
      if (code >= 0 && escaped == null) {
        escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (code >= 0) {
        escaped.append(ESCAPE).append(CODES.charAt(code));
      } else if (escaped != null) {
        escaped.append(c);
      }
    }
    return escaped == null ? text : escaped.toString();
  }

  /** An unknown escaped character stands for itself; an escape at the end is dropped. */
  public static String unescape(String text) {
    if (text.indexOf(ESCAPE) < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != ESCAPE) {
        plain.append(c);
      } else if (++i < text.length()) {
        int code = CODES.indexOf(text.charAt(i));
        plain.append(code < 0 ? text.charAt(i) : PLAIN.charAt(code));
      }
    }
    return plain.toString();
  }
}
