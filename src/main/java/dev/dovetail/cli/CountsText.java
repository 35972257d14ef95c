package dev.dovetail.cli;

import dev.dovetail.brain.SyncOutcome.Counts;
import dev.dovetail.session.SyncReport;

/** What a run changed, in words, for {@code -v}. */
final class CountsText {
  private CountsText() {}

  static String of(SyncReport report) {
    String here = text(report.outcome().orElseThrow().counts());
    if (report.otherCounts().isEmpty()) {
      return here.isEmpty() ? "nothing had to be changed here" : here;
    }
    String there = text(report.otherCounts().get());
    if (here.isEmpty() && there.isEmpty()) {
      return "nothing had to be changed";
    }
    return "source: "
        + (here.isEmpty() ? "nothing changed" : here)
        + "; destination: "
        + (there.isEmpty() ? "nothing changed" : there);
  }

  private static String text(Counts counts) {
    StringBuilder text = new StringBuilder();
    append(text, "mailboxes created", counts.mailboxesCreated());
    append(text, "mailboxes deleted", counts.mailboxesDeleted());
    append(text, "mailboxes renamed", counts.mailboxesRenamed());
    append(text, "mails saved", counts.mailsSaved());
    append(text, "mails expunged", counts.mailsExpunged());
    append(text, "mails updated", counts.mailsUpdated());
    append(text, "mails restored", counts.mailsRestored());
    return text.toString();
  }

  private static void append(StringBuilder text, String what, int count) {
    if (count != 0) {
      text.append(text.isEmpty() ? "" : ", ").append(what).append(' ').append(count);
    }
  }
}
