package dev.dovetail.text;

/** Masks in which {@code *} stands for any text and {@code ?} for one character. */
public final class Wildcards {

  /** Whether a character of a mask, no wildcard, stands for one of a name. */
  public interface Letters {
    boolean match(char mask, char name);
  }

  /** What else than {@code *} is special in a mask. */
  public interface Signs {
    /** How many characters of the mask, from {@code at}, match one of a name; 0 if none do. */
    int match(String mask, int at, char name);
  }

  private Wildcards() {}

  /** Whether a text is a mask rather than a name. */
  public static boolean areIn(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  /** Masks with {@code *} and {@code ?} only. */
  public static boolean match(String mask, String name, Letters letters) {
    return match(
        mask,
        name,
        (signs, at, letter) ->
            signs.charAt(at) == '?' || letters.match(signs.charAt(at), letter) ? 1 : 0);
  }

  /** Takes a time that grows with the product of both lengths at most. */
  public static boolean match(String mask, String name, Signs signs) {
    int m = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      boolean isStar = m < mask.length() && mask.charAt(m) == '*';
      int matched = isStar || m >= mask.length() ? 0 : signs.match(mask, m, name.charAt(n));
      if (isStar) {
        star = m++;
        resume = n;
      } else if (matched > 0) {
        m += matched;
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
}
