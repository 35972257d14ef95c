package dev.dovetail.replicator.control;

import dev.dovetail.text.TabEscaping;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A user in the answer to {@code STATUS} with a mask (doveadm-interfaces 4.3).
 *
 * @param priority a word
 * @param lastFast seconds since the epoch, as the other times; 0 for never
 * @param secondsToNext until the next sync that nobody has to ask for; empty from replicators
 *     before 2.3.20
 */
public record UserRow(
    String user,
    String priority,
    long lastFast,
    long lastFull,
    boolean failed,
    long lastSuccess,
    OptionalLong secondsToNext) {
  private static final int LEAST = 6;

  /** Always with seven fields: the client of 2.3.21 crashes on six. */
  public String line() {
    return TabEscaping.escape(user)
        + '\t'
        + priority
        + '\t'
        + lastFast
        + '\t'
        + lastFull
        + '\t'
        + (failed ? 1 : 0)
        + '\t'
        + lastSuccess
        + '\t'
        + secondsToNext.orElse(0);
  }

  /**
   * The row in a line; fields behind the seventh are left alone.
   *
   * @return empty if it is none
   */
  public static Optional<UserRow> parse(String line) {
    String[] words = line.split("\t", -1);
    if (words.length < LEAST) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new UserRow(
              TabEscaping.unescape(words[0]),
              TabEscaping.unescape(words[1]),
              Long.parseLong(words[2]),
              Long.parseLong(words[3]),
              !words[4].equals("0"),
              Long.parseLong(words[5]),
              words.length > LEAST
                  ? OptionalLong.of(Long.parseLong(words[LEAST]))
                  : OptionalLong.empty()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
