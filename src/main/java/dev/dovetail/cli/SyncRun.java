package dev.dovetail.cli;

import dev.dovetail.brain.SyncOutcome;
import dev.dovetail.brain.SyncRequest;
import dev.dovetail.cli.line.ExitCode;
import dev.dovetail.cli.line.OptionTable;
import dev.dovetail.cli.line.ParsedLine;
import dev.dovetail.cli.line.UsageException;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.StderrLog;
import dev.dovetail.session.Destinations;
import dev.dovetail.session.NamedLink;
import dev.dovetail.session.OwnerProcess;
import dev.dovetail.session.SyncReport;
import dev.dovetail.session.SyncSession;
import dev.dovetail.session.UserContext;
import dev.dovetail.session.Worker;
import dev.dovetail.transport.Destination;
import dev.dovetail.transport.Link;
import dev.dovetail.transport.stdio.StdioLink;
import dev.dovetail.transport.tcp.ServerRefusal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code sync} and {@code backup} for each user of one run. */
final class SyncRun {
  private final Invocation run;
  private final ParsedLine line;
  private final SyncArguments arguments;
  private final SyncRequest request;
  private final List<String> words;
  private final Optional<OwnerSyncs> owners;
  private final Destinations destinations = new Destinations();
  private final DestinationLinks links;

  /**
   * @param words the destination
   * @param owners make the syncs of other owners' users; empty if each gets a process of their own
   */
  SyncRun(
      Invocation run,
      ParsedLine line,
      SyncArguments arguments,
      List<String> words,
      Optional<OwnerSyncs> owners) {
    this.run = run;
    this.line = line;
    this.arguments = arguments;
    this.words = words;
    this.owners = owners;
    boolean backup = line.command().name().equals(OptionTable.BACKUP);
    this.request = arguments.request(backup, run.globals().debug());
    this.links =
        new DestinationLinks(
            run, destinations, arguments.timeout(), arguments.notifiesReplicator());
  }

  /** Runs, and says on the log what went wrong. */
  RunResult of(UserContext user, Optional<Worker> worker) {
    StderrLog log = run.logFor(user.name());
    try {
      checkRequest();
      Destination destination = destination(user);
      if (worker.isPresent() && worker.get().role() == Worker.Role.INITIATOR) {
        Link link = new NamedLink(StdioLink.open(), DestinationLinks.name(destination));
        return remote(link, destination, user, false, log);
      }
      boolean needOwner = Privileges.needOwner(user);
      if (destination instanceof Destination.MailLocation local) {
        return local(local.location(), user, needOwner, log);
      }
      // The other end starts before the store is opened, so that both do so side by side.
      return remote(links.open(destination, user, log), destination, user, needOwner, log);
    } catch (UsageException e) {
      log.fatal(e.getMessage());
      return failed(user, e.exitCode(), null, e.getMessage());
    } catch (ServerRefusal e) {
      if (ExitCode.of(e) == ExitCode.SUCCESS) {
        log.debug(e::getMessage);
        return new RunResult(user.name(), ExitCode.SUCCESS, null, null);
      }
      return failed(user, e, null, log);
    } catch (IOException e) {
      return failed(user, e, null, log);
    }
  }

  /**
   * Runs in the owner's process for root, and says on the log what went wrong.
   *
   * @param link that root has opened, and closes; it leads nowhere if the destination is a location
   */
  RunResult over(Link link, UserContext user) {
    StderrLog log = run.logFor(user.name());
    try {
      checkRequest();
      Destination destination = destination(user);
      return destination instanceof Destination.MailLocation local
          ? local(local.location(), user, Privileges.needOwner(user), log)
          : through(new NamedLink(link, DestinationLinks.name(destination)), destination, user);
    } catch (UsageException e) {
      log.fatal(e.getMessage());
      return failed(user, e.exitCode(), null, e.getMessage());
    } catch (IOException e) {
      return failed(user, e, null, log);
    }
  }

  private void checkRequest() throws UsageException {
    if (arguments.startsAfterItsEnd()) {
      throw new UsageException(ExitCode.TEMPORARY, "start date is later than end date");
    }
  }

  private Destination destination(UserContext user) throws IOException {
    List<String> wanted = words;
    if (arguments.defaultDestination()) {
      Optional<String> replica = user.settings().mailReplica();
      if (replica.isEmpty()) {
        throw new SyncException(Grade.NOT_FOUND, "User has no mail_replica in userdb");
      }
      wanted = List.of(replica.get());
    }
    return Destination.parse(wanted, arguments.serverWord(), user.name(), user.lookedUp());
  }

  private RunResult remote(
      Link link, Destination destination, UserContext user, boolean needOwner, StderrLog log)
      throws IOException {
    try (link) {
      RunResult result = needOwner ? byOwner(link, user, log) : through(link, destination, user);
      if (!result.failed()) {
        link.end();
      }
      return result;
    }
  }

  private RunResult byOwner(Link link, UserContext user, StderrLog log) throws IOException {
    if (owners.isPresent()) {
      return owners.get().of(user, link, log);
    }
    OwnerProcess owner = owner(user, log);
    return ofOwner(owner, owner.sync(link), user);
  }

  private RunResult through(Link link, Destination destination, UserContext user) {
    StderrLog runLog = run.logForRemote(user);
    SyncSession session = session(user, destination.isOnAnotherHost(), runLog);
    return report(session.over(link), user, runLog);
  }

  private RunResult local(String location, UserContext user, boolean needOwner, StderrLog log)
      throws IOException, UsageException {
    if (arguments.allNamespaces()) {
      throw new UsageException(
          ExitCode.TEMPORARY, "-N parameter requires syncing with remote host");
    }
    destinations.claim(user, location, needOwner);
    if (needOwner && owners.isPresent()) {
      return owners.get().of(user, log);
    }
    if (needOwner) {
      OwnerProcess owner = owner(user, log);
      return ofOwner(owner, owner.sync(), user);
    }
    StderrLog localLog = run.logForLocal(user.name());
    SyncSession session = session(user, false, localLog);
    return report(session.with(location), user, localLog);
  }

  private SyncSession session(UserContext user, boolean otherHost, StderrLog log) {
    return new SyncSession(
        user,
        request,
        arguments.linkOptions(otherHost),
        run.environment(),
        run.interruption(),
        log);
  }

  private OwnerProcess owner(UserContext user, StderrLog log) {
    return new OwnerProcess(user, WorkerLine.of(line, user.name()), run.interruption(), log);
  }

  private RunResult ofOwner(OwnerProcess owner, int exitCode, UserContext user) {
    String state = arguments.wantsState() ? owner.state() : null;
    String reason = owner.lastError();
    if (exitCode != ExitCode.SUCCESS && reason == null) {
      reason = "exit code " + exitCode;
    }
    return new RunResult(
        user.name(), exitCode, state, exitCode == ExitCode.SUCCESS ? null : reason);
  }

  private RunResult report(SyncReport report, UserContext user, StderrLog log) {
    String state = arguments.wantsState() ? report.state() : null;
    if (report.failure().isPresent()) {
      return failed(user, report.failure().get(), state, log);
    }
    SyncOutcome outcome = report.outcome().orElseThrow();
    if (run.globals().verbose()) {
      log.info(CountsText.of(report));
    }
    if (outcome.desyncReason().isPresent()) {
      String reason = outcome.desyncReason().get();
      log.warning("Mailbox changes caused a desync. You may want to run dsync again: " + reason);
      return new RunResult(user.name(), ExitCode.DESYNC, state, reason);
    }
    return new RunResult(user.name(), ExitCode.SUCCESS, state, null);
  }

  private RunResult failed(UserContext user, IOException failure, String state, StderrLog log) {
    String reason = Failure.report(failure, log);
    return failed(user, ExitCode.of(failure), state, reason);
  }

  private static RunResult failed(UserContext user, int exitCode, String state, String reason) {
    return new RunResult(user.name(), exitCode, state, reason);
  }
}
