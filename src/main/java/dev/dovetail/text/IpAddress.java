package dev.dovetail.text;

/** Addresses as they are written in numbers. */
public final class IpAddress {
  private static final int LONGEST = 45;

  private IpAddress() {}

  /** Whether it is made of an address's characters, and so can be no host's name. */
  public static boolean isWritten(String text) {
    boolean possible = !text.isEmpty() && text.length() <= LONGEST;
    boolean separated = false;
    for (int i = 0; i < text.length() && possible; i++) {
      char c = text.charAt(i);
      boolean separator = c == '.' || c == ':';
      possible = separator || Character.digit(c, 16) >= 0 && c < 0x80;
      separated |= separator;
    }
    return possible && separated;
  }
}
