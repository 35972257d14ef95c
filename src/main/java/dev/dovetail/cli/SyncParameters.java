package dev.dovetail.cli;

import dev.dovetail.cli.line.CommandModel;
import dev.dovetail.cli.line.OptionTable;
import dev.dovetail.cli.line.ParsedLine;
import dev.dovetail.cli.line.ParsedLine.Given;
import dev.dovetail.cli.line.UsageException;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.replicator.SyncOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code replication_dsync_parameters}: the options of each of the replicator's syncs. {@code -d}
 * is there by tradition, for each has a destination of its own; {@code -f} and {@code -s} are added
 * when they are due.
 */
record SyncParameters(String program, List<String> words) {
  /** Who is synced, where, and by whom is for the replicator to say. */
  private static final String NOT_ALLOWED = "AuFSsrR";

  SyncParameters {
    words = List.copyOf(words);
  }

  /**
   * What they mean.
   *
   * @throws SyncException ({@code CONFIGURATION}) if they cannot be used
   */
  SyncArguments check() throws SyncException {
    try {
      ParsedLine line = parse(List.of());
      for (Given given : line.options()) {
        char letter = given.option().letter();
        if (letter == 0 || NOT_ALLOWED.indexOf(letter) >= 0) {
          throw rejected(given.option().display() + " cannot be used there");
        }
      }
      if (!line.words().isEmpty()) {
        throw rejected("'" + line.words().get(0) + "' is no option");
      }
      return SyncArguments.of(line.options(), 0);
    } catch (UsageException e) {
      throw rejected(e.getMessage());
    }
  }

  private SyncException rejected(String reason) {
    return new SyncException(
        Grade.CONFIGURATION,
        "replication_dsync_parameters = " + String.join(" ", words) + ": " + reason);
  }

  private ParsedLine parse(List<String> more) throws UsageException {
    List<String> line = new ArrayList<>(List.of(OptionTable.SYNC));
    line.addAll(words);
    line.addAll(more);
    return new CommandModel(program).parse(line.toArray(new String[0]));
  }

  /** The options of one sync, as words. */
  List<String> of(SyncOrder order) {
    List<String> more = new ArrayList<>(words);
    if (order.full()) {
      more.add("-f");
    }
    more.add("-s");
    more.add(order.state());
    return more;
  }

  /** The same, understood. */
  static SyncArguments arguments(String program, List<String> words) throws UsageException {
    return SyncArguments.of(
        new SyncParameters(program, words).parse(List.of()).options(),
        System.currentTimeMillis() / 1000);
  }
}
