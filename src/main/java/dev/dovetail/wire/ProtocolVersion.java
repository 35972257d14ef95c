package dev.dovetail.wire;

/**
 * The version of the protocol that we speak, and what older minor versions lack (dsync-protocol
 * 9.3).
 */
public final class ProtocolVersion {
  public static final int MAJOR = 3;
  public static final int MINOR = 5;

  /** Since then there are attribute lists. */
  public static final int ATTRIBUTES = 1;

  /** Before, {@code have_guids} implied {@code have_save_guids}. */
  public static final int SAVE_GUIDS = 2;

  /** Since then the initiator waits for {@code F}. */
  public static final int FINISH = 3;

  private static final String LINE_START = "VERSION\tdsync\t";

  private ProtocolVersion() {}

  /** Our first line, without its line end. */
  static String line() {
    return LINE_START + MAJOR + '\t' + MINOR;
  }

  /** The minor version in a peer's first line; -1 if the peer does not speak dsync 3. */
  static int parseMinor(String line) {
    String start = LINE_START + MAJOR + '\t';
    if (!line.startsWith(start)) {
      return -1;
    }
    String minor = line.substring(start.length());
    if (minor.isEmpty() || minor.length() > 9) {
      return -1;
    }
    for (int i = 0; i < minor.length(); i++) {
      if (minor.charAt(i) < '0' || minor.charAt(i) > '9') {
        return -1;
      }
    }
    return Integer.parseInt(minor);
  }
}
