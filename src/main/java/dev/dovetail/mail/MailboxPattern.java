package dev.dovetail.mail;

import java.nio.charset.StandardCharsets;

/**
 * A pattern for full mailbox names, as {@code -x} takes it: {@code *} stands for any number of
 * bytes, hierarchy separators included, {@code ?} for exactly one byte of the UTF-8 form; nothing
 * else is special, and case matters. Both ends of a sync apply it, so it must mean what it means to
 * Dovecot.
 */
public final class MailboxPattern {
  private final byte[] pattern;

  private MailboxPattern(byte[] pattern) {
    this.pattern = pattern;
  }

  public static MailboxPattern of(String pattern) {
    return new MailboxPattern(pattern.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes time proportional to the product of both lengths at most, whatever the pattern. */
  public boolean matches(String fullName) {
    byte[] name = fullName.getBytes(StandardCharsets.UTF_8);
    int inPattern = 0;
    int inName = 0;
    int star = -1;
    int starName = 0;
    while (inName < name.length) {
      if (inPattern < pattern.length && pattern[inPattern] == '*') {
        star = inPattern++;
        starName = inName;
      } else if (inPattern < pattern.length
          && (pattern[inPattern] == '?' || pattern[inPattern] == name[inName])) {
        inPattern++;
        inName++;
      } else if (star >= 0) {
        // Let the last star take one more byte, and try again behind it.
        inPattern = star + 1;
        inName = ++starName;
      } else {
        return false;
      }
    }
    while (inPattern < pattern.length && pattern[inPattern] == '*') {
      inPattern++;
    }
    return inPattern == pattern.length;
  }

  @Override
  public String toString() {
    return new String(pattern, StandardCharsets.UTF_8);
  }
}
