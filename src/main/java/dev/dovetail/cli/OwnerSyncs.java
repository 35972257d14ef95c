package dev.dovetail.cli;

import dev.dovetail.cli.line.ExitCode;
import dev.dovetail.cli.line.ParsedLine;
import dev.dovetail.config.Settings;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.StderrLog;
import dev.dovetail.session.HeardLink;
import dev.dovetail.session.OwnerServers;
import dev.dovetail.session.UserContext;
import dev.dovetail.session.WorkerLines;
import dev.dovetail.transport.Link;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Root's syncs of many users: one process for each owner of mail makes those of all the owner's
 * users ({@link SyncWorker}). Thread-safe.
 */
final class OwnerSyncs implements Closeable {
  private final Invocation run;
  private final OwnerServers owners;
  private final long timeout;

  /**
   * @param timeout {@code -T}
   */
  OwnerSyncs(Invocation run, ParsedLine line, Settings settings, long timeout) throws IOException {
    this.run = run;
    this.timeout = timeout;
    this.owners = new OwnerServers(WorkerLine.ofAll(line), run.log());
    owners.limit(settings.dovetail().ownerProcesses());
    run.interruption().add(this::close);
  }

  /** A sync between two stores of the owner's. */
  RunResult of(UserContext user, StderrLog log) throws IOException {
    WorkerLines lines = new WorkerLines(log);
    WorkerReport report = new WorkerReport(lines::take);
    Optional<String> refused =
        owners.serve(user, SyncWorker.words(), run.globals().debug(), report);
    return result(user, report, refused);
  }

  /** A sync over a link, which stays open. */
  RunResult of(UserContext user, Link link, StderrLog log) throws IOException {
    HeardLink heard = new HeardLink(link);
    WorkerLines lines = new WorkerLines(log);
    lines.over(heard);
    WorkerReport report = new WorkerReport(lines::take);
    Optional<String> refused =
        owners.serve(user, SyncWorker.words(), run.globals().debug(), heard, timeout, report);
    RunResult result = result(user, report, refused);
    return result.exitCode() == ExitCode.SUCCESS
        ? result
        : new RunResult(
            user.name(),
            result.exitCode(),
            result.state(),
            WorkerLines.explained(result.reason(), heard.loss()));
  }

  private static RunResult result(UserContext user, WorkerReport report, Optional<String> refused)
      throws SyncException {
    Optional<List<String>> told = report.fields();
    if (told.isEmpty()) {
      throw new SyncException(
          Grade.TEMPORARY, "The worker process says " + refused.orElse("nothing of its end"));
    }
    return SyncWorker.result(user.name(), told.get());
  }

  @Override
  public void close() {
    owners.close();
  }
}
