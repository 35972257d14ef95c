package dev.dovetail.cli;

import dev.dovetail.cli.output.Column;
import dev.dovetail.replicator.control.UserRow;
import dev.dovetail.text.TabEscaping;
import java.util.ArrayList;
import java.util.List;

/** A replicator's answers as rows of a table (doveadm-interfaces 1.10). */
final class ReplicatorRows {
  static final List<Column> CONNECTION_COLUMNS =
      List.of(Column.expandable("username"), Column.of("type"), Column.of("status"));

  private ReplicatorRows() {}

  static List<String> ofSummary(String line) {
    return fields(line, 2);
  }

  static List<String> ofConnection(String line) {
    return fields(line, CONNECTION_COLUMNS.size());
  }

  private static List<String> fields(String line, int count) {
    String[] words = line.split("\t", -1);
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      fields.add(i < words.length ? TabEscaping.unescape(words[i]) : "");
    }
    return fields;
  }

  /**
   * @param next whether the replicator says when it syncs a user again
   */
  static List<Column> userColumns(boolean next) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.expandable("username"));
    for (String title : List.of("priority", "fast sync", "full sync", "success sync", "failed")) {
      columns.add(Column.of(title));
    }
    if (next) {
      columns.add(Column.of("next sync secs"));
    }
    return columns;
  }

  /**
   * @param now seconds since the epoch
   */
  static List<String> ofUser(UserRow user, boolean next, long now) {
    List<String> row = new ArrayList<>();
    row.add(user.user());
    row.add(user.priority());
    row.add(ago(user.lastFast(), now));
    row.add(ago(user.lastFull(), now));
    row.add(ago(user.lastSuccess(), now));
    row.add(user.failed() ? "y" : "-");
    if (next) {
      row.add(duration(user.secondsToNext().orElse(0)));
    }
    return row;
  }

  private static String ago(long time, long now) {
    return time == 0 ? "-" : duration(now - time);
  }

  /**
   * {@code HH:MM:SS}. Deviation: doveadm prints negative parts for a time that is still to come.
   */
  static String duration(long seconds) {
    long positive = Math.max(seconds, 0);
    return two(positive / 3600) + ":" + two(positive / 60 % 60) + ":" + two(positive % 60);
  }

  private static String two(long number) {
    return number < 10 ? "0" + number : Long.toString(number);
  }
}
