package dev.dovetail.mail;

import java.util.Optional;

/** Mailbox names as IMAP and file systems carry them: modified UTF-7 (RFC 3501, 5.1.3). */
public final class ModifiedUtf7 {
  private static final String DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

  private ModifiedUtf7() {}

  public static String encode(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '&') {
        out.append("&-");
        i++;
      } else if (isPlain(c)) {
        out.append(c);
        i++;
      } else {
        out.append('&');
        int bits = 0;
        int count = 0;
        while (i < text.length() && !isPlain(text.charAt(i))) {
          bits = bits << 16 | text.charAt(i++);
          count += 16;
          while (count >= 6) {
            count -= 6;
            out.append(DIGITS.charAt(bits >> count & 0x3f));
          }
        }
        if (count > 0) {
          out.append(DIGITS.charAt(bits << (6 - count) & 0x3f));
        }
        out.append('-');
      }
    }
    return out.toString();
  }

  /** Empty if {@code text} is not the canonical form of any name. */
  public static Optional<String> decode(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (!isPlain(c)) {
        return Optional.empty();
      }
      if (c != '&') {
        out.append(c);
        i++;
        continue;
      }
      int end = text.indexOf('-', i);
      if (end < 0) {
        return Optional.empty();
      }
      if (end == i + 1) {
        out.append('&');
      } else {
        int bits = 0;
        int count = 0;
        for (int k = i + 1; k < end; k++) {
          int digit = DIGITS.indexOf(text.charAt(k));
          if (digit < 0) {
            return Optional.empty();
          }
          bits = bits << 6 | digit;
          count += 6;
          if (count >= 16) {
            count -= 16;
            out.append((char) (bits >> count & 0xffff));
          }
        }
      }
      i = end + 1;
    }
    String name = out.toString();
    return isUnicode(name) && encode(name).equals(text) ? Optional.of(name) : Optional.empty();
  }

  /** Half a surrogate pair has no form in UTF-8, so such a name could not travel. */
  private static boolean isUnicode(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (Character.isHighSurrogate(name.charAt(i))
          && i + 1 < name.length()
          && Character.isLowSurrogate(name.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < 0x7f;
  }
}
