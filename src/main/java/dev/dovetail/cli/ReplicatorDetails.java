package dev.dovetail.cli;

import dev.dovetail.cli.output.JsonText;
import dev.dovetail.replicator.control.UserReport;
import dev.dovetail.replicator.control.UserReport.DestinationReport;
import java.util.List;

/**
 * All that our replicator knows of users, for people and for programs.
 *
 * @param now seconds since the epoch
 */
record ReplicatorDetails(long now) {
  private static final int COLUMN = 14;

  String text(List<UserReport> reports) {
    StringBuilder text = new StringBuilder();
    for (UserReport report : reports) {
      text.append(text.isEmpty() ? "" : "\n");
      append(text, "user", report.row().user());
      append(text, "priority", report.row().priority() + (report.running() ? ", syncing now" : ""));
      append(text, "last sync", ago(report.row().lastFast()));
      append(text, "last full", ago(report.row().lastFull()));
      append(text, "last success", ago(report.row().lastSuccess()));
      append(text, "next sync", in(now + report.row().secondsToNext().orElse(0)));
      if (!report.trouble().isEmpty()) {
        append(text, "last error", report.trouble());
      }
      report.destinations().forEach(destination -> append(text, destination));
    }
    return text.toString();
  }

  private void append(StringBuilder text, DestinationReport destination) {
    append(text, "destination", destination.name());
    append(text, "  last success", ago(destination.lastSuccess()));
    if (destination.attempts() > 0) {
      append(
          text,
          "  failed",
          destination.attempts() + (destination.attempts() == 1 ? " attempt" : " attempts"));
      append(text, "  last error", destination.reason());
      append(text, "  next try", in(destination.nextTry()));
    }
  }

  private static void append(StringBuilder text, String name, String value) {
    text.append(name).append(':').append(" ".repeat(Math.max(1, COLUMN - name.length() + 1)));
    text.append(value.replaceAll("\\p{Cntrl}", "?")).append('\n');
  }

  private String ago(long time) {
    return time == 0 ? "never" : ReplicatorRows.duration(now - time) + " ago";
  }

  private String in(long time) {
    return time <= now ? "now" : "in " + ReplicatorRows.duration(time - now);
  }

  /** An array of objects; times are seconds since the epoch, and 0 for never. */
  String json(List<UserReport> reports) {
    StringBuilder text = new StringBuilder("[");
    for (UserReport report : reports) {
      text.append(text.length() > 1 ? ",{" : "{");
      string(text, "user", report.row().user()).append(',');
      string(text, "priority", report.row().priority()).append(',');
      text.append("\"syncing\":").append(report.running());
      text.append(",\"failed\":").append(report.row().failed());
      text.append(",\"last_sync\":").append(report.row().lastFast());
      text.append(",\"last_full_sync\":").append(report.row().lastFull());
      text.append(",\"last_success\":").append(report.row().lastSuccess());
      text.append(",\"seconds_to_next_sync\":").append(report.row().secondsToNext().orElse(0));
      string(text.append(','), "last_error", report.trouble()).append(",\"destinations\":[");
      String separator = "";
      for (DestinationReport destination : report.destinations()) {
        json(text.append(separator), destination);
        separator = ",";
      }
      text.append("]}");
    }
    return text.append("]\n").toString();
  }

  private static void json(StringBuilder text, DestinationReport destination) {
    string(text.append('{'), "destination", destination.name());
    text.append(",\"last_success\":").append(destination.lastSuccess());
    text.append(",\"failed_attempts\":").append(destination.attempts());
    text.append(",\"next_try\":").append(destination.nextTry()).append(',');
    string(text, "last_error", destination.reason()).append('}');
  }

  private static StringBuilder string(StringBuilder text, String name, String value) {
    text.append('"').append(name).append("\":");
    JsonText.appendString(text, value);
    return text;
  }
}
