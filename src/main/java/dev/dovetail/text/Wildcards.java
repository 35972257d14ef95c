package dev.dovetail.text;

/** Masks in which {@code *} stands for any text and {@code ?} for one character. */
public final class Wildcards {

  /** Whether a character of a mask, no wildcard, stands for one of a name. */
  public interface Letters {
    boolean match(char mask, char name);
  }

  private Wildcards() {}

  /** Whether a text is a mask rather than a name. */
  public static boolean areIn(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  /** Takes a time that grows with the product of both lengths at most. */
  public static boolean match(String mask, String name, Letters letters) {
    int m = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (m < mask.length() && mask.charAt(m) == '*') {
        star = m++;
        resume = n;
      } else if (m < mask.length() && matchOne(mask.charAt(m), name.charAt(n), letters)) {
        m++;
        n++;
      } else if (star >= 0) {
        m = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (m < mask.length() && mask.charAt(m) == '*') {
      m++;
    }
    return m == mask.length();
  }

  private static boolean matchOne(char mask, char name, Letters letters) {
    return mask == '?' || letters.match(mask, name);
  }
}
