package dev.dovetail.history;

/**
 * What ends a sync before its time. Counts below 0 mean never.
 *
 * @param bytesUp after how many bytes from initiator to responder the line breaks
 * @param bytesDown likewise the other way
 * @param initiatorWrites at which of its changes to its store the initiator dies
 * @param responderWrites likewise the responder
 * @param afterIt whether that change is still made
 */
public record Interruption(
    int bytesUp, int bytesDown, int initiatorWrites, int responderWrites, boolean afterIt) {

  public static final Interruption NONE = new Interruption(-1, -1, -1, -1, false);

  /**
   * Of a {@code sync} step: {@code cut=up:BYTES}, {@code cut=down:BYTES}, {@code die=a:WRITES+}.
   */
  static Interruption of(Step sync) {
    String cut = sync.value("cut");
    String death = sync.value("die");
    int up = cut != null && cut.startsWith("up:") ? number(cut) : -1;
    int down = cut != null && cut.startsWith("down:") ? number(cut) : -1;
    if (death == null) {
      return new Interruption(up, down, -1, -1, false);
    }
    boolean initiator = death.startsWith(sync.end() + ":");
    boolean afterIt = death.endsWith("+");
    int writes = number(afterIt ? death.substring(0, death.length() - 1) : death);
    return new Interruption(up, down, initiator ? writes : -1, initiator ? -1 : writes, afterIt);
  }

  private static int number(String value) {
    return Integer.parseInt(value.substring(value.indexOf(':') + 1));
  }

  boolean happens() {
    return !equals(NONE);
  }
}
