package dev.dovetail.cli;

import dev.dovetail.log.Log;
import dev.dovetail.replicator.SyncResult;
import dev.dovetail.text.TabEscaping;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a worker tells the replicator of root how a sync has ended: by a line on the channel for log
 * lines, behind the dsync stream.
 */
final class WorkerReport implements Log {
  private static final String PREFIX = "\u0001result\t";

  private volatile SyncResult result;

  static String line(SyncResult result) {
    return PREFIX
        + result.kind()
        + '\t'
        + TabEscaping.escape(result.state())
        + '\t'
        + TabEscaping.escape(result.reason());
  }

  /** Empty if the worker has gone without a word. */
  Optional<SyncResult> result() {
    return Optional.ofNullable(result);
  }

  @Override
  public void info(String message) {
    String[] fields = message.split("\t", -1);
    if (message.startsWith(PREFIX) && fields.length == 4) {
      result =
          new SyncResult(
              SyncResult.Kind.valueOf(fields[1]),
              TabEscaping.unescape(fields[2]),
              TabEscaping.unescape(fields[3]));
    }
  }

  /** The worker's standard error has the same. */
  @Override
  public void error(String message) {}

  @Override
  public void warning(String message) {}

  @Override
  public boolean debugEnabled() {
    return false;
  }

  @Override
  public void debug(Supplier<String> message) {}
}
