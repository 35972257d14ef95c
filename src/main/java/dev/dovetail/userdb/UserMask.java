package dev.dovetail.userdb;

/**
 * A mask for user names: {@code *} stands for any text, {@code ?} for one character, ASCII letters
 * match in either case (doveadm-interfaces 1.3).
 */
public record UserMask(String pattern) {

  /** Matches every user: {@code -A}. */
  public static UserMask all() {
    return new UserMask("*");
  }

  /** Whether a word on the command line is a mask rather than one user's name. */
  public static boolean isMask(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  public boolean matches(String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length() && matchesOne(pattern.charAt(p), name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private static boolean matchesOne(char mask, char c) {
    return mask == '?' || lower(mask) == lower(c);
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }
}
