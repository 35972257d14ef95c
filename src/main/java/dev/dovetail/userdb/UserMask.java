package dev.dovetail.userdb;

import dev.dovetail.text.Wildcards;

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
    return Wildcards.areIn(text);
  }

  public boolean matches(String name) {
    return Wildcards.match(pattern, name, (mask, letter) -> lower(mask) == lower(letter));
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }
}
