package dev.dovetail.replicator.notify;

import dev.dovetail.replicator.Priority;
import dev.dovetail.text.TabEscaping;
import java.util.Optional;

/** What a mail process says: a user's mail has changed. */
record NotifyLine(String user, Priority priority) {
  private static final int MAX_USER = 1024;

  /**
   * Reads {@code user⇥priority}.
   *
   * @return empty if it is something else
   */
  static Optional<NotifyLine> parse(String line) {
    int tab = line.indexOf('\t');
    return tab < 0
        ? Optional.empty()
        : of(TabEscaping.unescape(line.substring(0, tab)), line.substring(tab + 1));
  }

  /** Empty if it is no possible name, or no priority that is one. */
  static Optional<NotifyLine> of(String user, String word) {
    Optional<Priority> priority = Priority.of(word).filter(known -> known != Priority.NONE);
    return isPossible(user) ? priority.map(known -> new NotifyLine(user, known)) : Optional.empty();
  }

  private static boolean isPossible(String user) {
    boolean possible = !user.isEmpty() && user.length() <= MAX_USER;
    for (int i = 0; i < user.length() && possible; i++) {
      char c = user.charAt(i);
      possible = c >= ' ' && c != 0x7f && c != 0xfffd;
    }
    return possible;
  }

  /** What somebody has said, as it can stand in a message. */
  static String shown(String line) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < line.length() && i < 80; i++) {
      char c = line.charAt(i);
      shown.append(c < ' ' || c == 0x7f || c == 0xfffd ? '?' : c);
    }
    return "'" + shown + (line.length() > 80 ? "...'" : "'");
  }
}
