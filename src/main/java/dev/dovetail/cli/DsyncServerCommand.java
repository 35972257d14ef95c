package dev.dovetail.cli;

import dev.dovetail.brain.SyncOutcome;
import dev.dovetail.cli.line.ExitCode;
import dev.dovetail.cli.line.OptionTable;
import dev.dovetail.cli.line.OptionValue;
import dev.dovetail.cli.line.ParsedLine;
import dev.dovetail.cli.line.ParsedLine.Given;
import dev.dovetail.cli.line.UsageException;
import dev.dovetail.cli.output.TextSink;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.StderrLog;
import dev.dovetail.session.LinkOptions;
import dev.dovetail.session.OwnerProcess;
import dev.dovetail.session.ReplicatorNotice;
import dev.dovetail.session.ServerSession;
import dev.dovetail.session.UserContext;
import dev.dovetail.session.Worker;
import dev.dovetail.transport.stdio.StdioLink;
import dev.dovetail.userdb.User;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code dsync-server} (doveadm-interfaces 1.8). Standard output is the wire. */
final class DsyncServerCommand {
  private final Invocation run;
  private final Optional<ForcedCommand> forced;
  private ParsedLine line;
  private String user = "";
  private String rawlog = "";
  private long timeout = LinkOptions.DEFAULT_TIMEOUT;
  private boolean notify;
  private boolean help;
  private String keyFile = "";

  DsyncServerCommand(Invocation run, ParsedLine line) throws UsageException {
    this.run = run;
    this.line = line;
    this.forced = ForcedCommand.in(run, line);
    for (Given given : line.options()) {
      take(given);
    }
  }

  private void take(Given given) throws UsageException {
    switch (given.option().letter()) {
      case 'u' -> user = given.value();
      case 'r' -> rawlog = given.value();
      case 'T' -> timeout = OptionValue.seconds('T', given.value());
      case 'U' -> notify = true;
      // Said by the other end's dsync alias about itself; nothing follows from it here.
      case 'E' -> {}
      default -> takeLong(given);
    }
  }

  private void takeLong(Given given) {
    switch (given.option().name()) {
      case OptionTable.PRINT_AUTHORIZED_KEY -> keyFile = given.value();
      case OptionTable.ALLOW_USERS, OptionTable.FORCED_COMMAND -> {
        // ForcedCommand reads them.
      }
      default -> help = true;
    }
  }

  int run() throws UsageException {
    if (help) {
      HelpText.print(run, line.command());
      return ExitCode.SUCCESS;
    }
    if ((forced.isPresent() || !keyFile.isEmpty()) && !line.words().isEmpty()) {
      // Somebody may think that it is a mask.
      throw UsageException.extraneous(line.words());
    }
    if (!keyFile.isEmpty()) {
      return printAuthorizedKey();
    }
    if (forced.isPresent()) {
      try {
        obey(forced.get());
      } catch (SyncException e) {
        Failure.report(e, run.logForAll());
        return ExitCode.of(e);
      }
    }
    List<String> words = line.words();
    if (words.size() > 1) {
      throw UsageException.extraneous(words.subList(1, words.size()));
    }
    User calling = user.isEmpty() ? Users.calling(run) : null;
    Users users = new Users(run, ConfigSource.load(run));
    StderrLog log = run.logFor(calling == null ? user : calling.name());
    try {
      Optional<Worker> worker = Worker.of(run.environment());
      Optional<UserContext> context =
          worker.isPresent()
              ? Optional.of(users.context(worker.get()))
              : calling != null ? Optional.of(users.context(calling)) : users.lookup(user, log);
      if (context.isEmpty()) {
        log.error("User doesn't exist");
        return ExitCode.NO_USER;
      }
      if (forced.isPresent()) {
        forced.get().check(context.get().name());
      }
      return serve(context.get(), log);
    } catch (IOException e) {
      Failure.report(e, log);
      return ExitCode.of(e);
    }
  }

  /** From here on this is the run that the key's owner has asked for. */
  private void obey(ForcedCommand command) throws SyncException, UsageException {
    line = command.effective();
    for (Given given : line.options()) {
      take(given);
    }
    command.check(user);
  }

  private int printAuthorizedKey() {
    try {
      String program = System.getProperty("dovetail.executable", "dovetail");
      new TextSink(run.out()).write(AuthorizedKey.line(Path.of(keyFile), line, program) + "\n");
      return ExitCode.SUCCESS;
    } catch (SyncException e) {
      Failure.report(e, run.logForAll());
      return ExitCode.of(e);
    }
  }

  private int serve(UserContext context, StderrLog log) throws IOException {
    if (Privileges.needOwner(context)) {
      return new OwnerProcess(context, WorkerLine.of(line, context.name()), run.interruption(), log)
          .serve();
    }
    StderrLog runLog = run.logForRemote(context);
    SyncOutcome outcome;
    try (StdioLink link = StdioLink.open()) {
      outcome =
          new ServerSession(context, run.environment(), run.interruption(), runLog)
              .serve(link, new LinkOptions(timeout, rawlog, false));
    } catch (IOException e) {
      Failure.report(e, runLog);
      return ExitCode.of(e);
    }
    if (notify) {
      ReplicatorNotice.send(context, runLog);
    }
    // The initiator learns of a desync from the stream, and says so; this end has done its part.
    outcome.desyncReason().ifPresent(reason -> log.debug(() -> "Desync: " + reason));
    return ExitCode.SUCCESS;
  }
}
