package dev.dovetail.brain.tree;

/**
 * Masks of full mailbox names: {@code *} is any text, separators included, {@code ?} any character.
 */
final class MailboxMask {
  private static final char ESCAPE = '\\';

  private MailboxMask() {}

  /** A mask that matches {@code text} only. */
  static String literal(String text) {
    StringBuilder mask = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '*' || c == '?' || c == ESCAPE) {
        mask.append(ESCAPE);
      }
      mask.append(c);
    }
    return mask.toString();
  }

  /** Linear in each star: backtracks only to the last one. */
  static boolean matches(String mask, String text) {
    int m = 0;
    int t = 0;
    int afterStar = -1;
    int retry = 0;
    while (t < text.length()) {
      if (m < mask.length() && mask.charAt(m) == '*') {
        afterStar = ++m;
        retry = t;
      } else if (m < mask.length() && matchesOne(mask, m, text.charAt(t))) {
        m += step(mask, m);
        t++;
      } else if (afterStar >= 0) {
        m = afterStar;
        t = ++retry;
      } else {
        return false;
      }
    }
    while (m < mask.length() && mask.charAt(m) == '*') {
      m++;
    }
    return m == mask.length();
  }

  private static boolean matchesOne(String mask, int m, char c) {
    char wanted = mask.charAt(m);
    if (wanted == ESCAPE && m + 1 < mask.length()) {
      return mask.charAt(m + 1) == c;
    }
    return wanted == '?' || wanted == c;
  }

  private static int step(String mask, int m) {
    return mask.charAt(m) == ESCAPE && m + 1 < mask.length() ? 2 : 1;
  }
}
