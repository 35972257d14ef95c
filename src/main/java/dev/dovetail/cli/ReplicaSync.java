package dev.dovetail.cli;

import dev.dovetail.brain.SyncOutcome;
import dev.dovetail.cli.line.UsageException;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.StderrLog;
import dev.dovetail.replicator.SyncResult;
import dev.dovetail.session.SyncReport;
import dev.dovetail.session.SyncSession;
import dev.dovetail.session.UserContext;
import dev.dovetail.transport.Destination;
import dev.dovetail.transport.Link;
import dev.dovetail.wire.PeerGoneException;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/**
 * A sync of one user for the replicator, in a process that may work in the user's mail.
 *
 * @param words the options
 * @param watch who looks for the changes that follow
 */
record ReplicaSync(Invocation run, UserContext user, List<String> words, MailWatch watch) {

  /**
   * Syncs with who is at the other end of a link; unreachable is who goes without a reason.
   *
   * @param destination where the link leads
   */
  SyncResult over(Link link, Destination destination) {
    return sync(destination.isOnAnotherHost(), session -> session.over(link));
  }

  /** Syncs with another store of this host. */
  SyncResult with(String location) {
    return sync(false, session -> session.with(location));
  }

  private SyncResult sync(boolean otherHost, Function<SyncSession, SyncReport> way) {
    StderrLog log = run.logFor(user.name());
    // Before the sync: what happens meanwhile is news.
    watch.follow(user, log);
    try {
      SyncArguments arguments = SyncParameters.arguments(run.shownName(), words);
      SyncSession session =
          new SyncSession(
              user,
              arguments.request(false, run.globals().debug()),
              arguments.linkOptions(otherHost),
              run.environment(),
              run.interruption(),
              log);
      return result(way.apply(session), log);
    } catch (UsageException e) {
      return failed(new SyncException(Grade.CONFIGURATION, e.getMessage()), log);
    }
  }

  private static SyncResult result(SyncReport report, StderrLog log) {
    if (report.failure().isPresent()) {
      return failed(report.failure().get(), log);
    }
    SyncOutcome outcome = report.outcome().orElseThrow();
    if (outcome.desyncReason().isPresent()) {
      String reason = outcome.desyncReason().get();
      log.warning("Mailbox changes caused a desync, it is synced again: " + reason);
      return SyncResult.failed("something changed meanwhile: " + reason);
    }
    return SyncResult.done(report.state());
  }

  private static SyncResult failed(IOException failure, StderrLog log) {
    String reason = Failure.report(failure, log);
    return failure instanceof PeerGoneException
        ? SyncResult.unreachable(reason)
        : SyncResult.failed(reason);
  }
}
