package dev.dovetail.replicator.control;

import dev.dovetail.text.TabEscaping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that our replicator knows of a user: the answer to {@code DETAILS}, which Dovecot's does not
 * have. A line with the row, and one for each destination.
 *
 * @param running whether the user is being synced
 * @param trouble of the user and of no destination; empty for none
 */
public record UserReport(
    UserRow row, boolean running, String trouble, List<DestinationReport> destinations) {
  private static final String USER = "U\t";
  private static final String DESTINATION = "D\t";
  private static final int ROW = 7;

  /**
   * One destination.
   *
   * @param lastSuccess seconds since the epoch; 0 for never
   * @param attempts that have failed since
   * @param nextTry seconds since the epoch; 0 unless some have failed
   * @param reason of the last failure; empty if there is none
   */
  public record DestinationReport(
      String name, long lastSuccess, int attempts, long nextTry, String reason) {}

  /** The lines, each with its end. */
  String lines() {
    StringBuilder text = new StringBuilder(USER).append(row.line());
    text.append('\t').append(running ? 1 : 0);
    text.append('\t').append(TabEscaping.escape(trouble)).append('\n');
    for (DestinationReport destination : destinations) {
      text.append(DESTINATION).append(TabEscaping.escape(destination.name()));
      text.append('\t').append(destination.lastSuccess());
      text.append('\t').append(destination.attempts());
      text.append('\t').append(destination.nextTry());
      text.append('\t').append(TabEscaping.escape(destination.reason())).append('\n');
    }
    return text.toString();
  }

  /** Reads all lines of an answer; what is no such line is left out. */
  public static List<UserReport> parse(List<String> lines) {
    List<UserReport> reports = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith(USER)) {
        user(line.substring(USER.length())).ifPresent(reports::add);
      } else if (line.startsWith(DESTINATION) && !reports.isEmpty()) {
        UserReport last = reports.get(reports.size() - 1);
        destination(line.substring(DESTINATION.length())).ifPresent(last.destinations::add);
      }
    }
    return reports;
  }

  private static Optional<UserReport> user(String line) {
    String[] words = line.split("\t", -1);
    return words.length < ROW + 2
        ? Optional.empty()
        : UserRow.parse(line)
            .map(
                row ->
                    new UserReport(
                        row,
                        words[ROW].equals("1"),
                        TabEscaping.unescape(words[ROW + 1]),
                        new ArrayList<>()));
  }

  private static Optional<DestinationReport> destination(String line) {
    String[] words = line.split("\t", -1);
    try {
      return words.length < 5
          ? Optional.empty()
          : Optional.of(
              new DestinationReport(
                  TabEscaping.unescape(words[0]),
                  Long.parseLong(words[1]),
                  Integer.parseInt(words[2]),
                  Long.parseLong(words[3]),
                  TabEscaping.unescape(words[4])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
