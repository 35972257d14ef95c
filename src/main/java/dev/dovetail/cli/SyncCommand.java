package dev.dovetail.cli;

import dev.dovetail.cli.line.ExitCode;
import dev.dovetail.cli.line.OptionTable;
import dev.dovetail.cli.line.ParsedLine;
import dev.dovetail.cli.line.UsageException;
import dev.dovetail.cli.output.Column;
import dev.dovetail.cli.output.Formatter;
import dev.dovetail.cli.output.UserCount;
import dev.dovetail.config.Settings;
import dev.dovetail.log.StderrLog;
import dev.dovetail.session.OwnerServers;
import dev.dovetail.session.UserContext;
import dev.dovetail.session.Worker;
import dev.dovetail.userdb.IncompleteListException;
import dev.dovetail.userdb.OtherHost;
import dev.dovetail.userdb.User;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code sync} and {@code backup} (doveadm-interfaces 1.4). */
final class SyncCommand {
  private static final int PLAIN_WIDTH = 80;

  private final Invocation run;
  private final ParsedLine line;
  private final SyncArguments arguments;
  private final Optional<Worker> worker;

  SyncCommand(Invocation run, ParsedLine line) throws UsageException {
    this.run = run;
    this.line = line;
    this.arguments = SyncArguments.of(line.options(), System.currentTimeMillis() / 1000);
    this.worker = Worker.of(run.environment());
  }

  int run() throws UsageException {
    if (arguments.help()) {
      HelpText.print(run, line.command());
      return ExitCode.SUCCESS;
    }
    Optional<String> socket = OwnerServers.socketForRoot(run.environment());
    if (socket.isPresent()) {
      return work(socket.get());
    }
    User calling =
        arguments.users().kind() == UserSelection.Kind.CALLING ? Users.calling(run) : null;
    List<String> words = line.words();
    if (arguments.defaultDestination() && !words.isEmpty()) {
      run.log().error("Don't give mail location with -d parameter");
      words = List.of();
    } else if (!arguments.defaultDestination() && (words.isEmpty() || words.get(0).isEmpty())) {
      throw new UsageException(
          ExitCode.USAGE,
          run.shownName() + " " + line.command().name() + " " + line.command().usage());
    }
    if (arguments.reversesNothing(line.command().name().equals(OptionTable.BACKUP))) {
      run.log().warning("-R has no effect without backup or -1");
    }
    Settings settings = ConfigSource.load(run);
    Users users = new Users(run, settings);
    boolean many = arguments.users().isMany();
    if (arguments.server().isPresent()) {
      ServerRun one =
          new ServerRun(
              run, line, arguments, settings, words, OtherHost.named(arguments.server().get()));
      return many ? many(users, one.connections(), one::of) : finish(one.of(name(calling)));
    }
    return many
        ? many(users, settings, words)
        : finish(
            single(users, new SyncRun(run, line, arguments, words, Optional.empty()), calling));
  }

  /** In a process that root's run of many users has started. */
  private int work(String socket) throws UsageException {
    try {
      RootSocket.serve(run, socket, new SyncWorker(run, line, arguments, ConfigSource.load(run)));
      return ExitCode.SUCCESS;
    } catch (IOException e) {
      Failure.report(e, run.logForAll());
      return ExitCode.of(e);
    }
  }

  private int many(Users users, Settings settings, List<String> words) {
    try (OwnerSyncs owners = new OwnerSyncs(run, line, settings, arguments.timeout())) {
      SyncRun one = new SyncRun(run, line, arguments, words, Optional.of(owners));
      int processors = Runtime.getRuntime().availableProcessors();
      return many(users, processors, name -> oneOfMany(users, one, name));
    } catch (IOException e) {
      Failure.report(e, run.log());
      return ExitCode.of(e);
    }
  }

  /** The run on the host that Dovecot's proxy names; empty for a user whose mail is here. */
  private Optional<RunResult> elsewhere(Users users, String name, StderrLog log)
      throws IOException {
    Optional<OtherHost> host = users.otherHost(name, log);
    if (host.isEmpty()) {
      return Optional.empty();
    }
    log.debug(() -> "The mail is on another host: " + host.get().server() + " runs the command");
    ServerRun there =
        new ServerRun(run, line, arguments, users.settings(), line.words(), host.get());
    return Optional.of(there.of(name));
  }

  private String name(User calling) {
    return calling == null ? arguments.users().text() : calling.name();
  }

  private int finish(RunResult result) {
    printStates(List.of(result));
    return result.exitCode();
  }

  private RunResult single(Users users, SyncRun one, User calling) {
    String name = name(calling);
    StderrLog log = run.logFor(name);
    try {
      if (worker.isPresent()) {
        return one.of(users.context(worker.get()), worker);
      }
      if (calling != null) {
        return one.of(users.context(calling), worker);
      }
      Optional<RunResult> elsewhere = elsewhere(users, name, log);
      if (elsewhere.isPresent()) {
        return elsewhere.get();
      }
      Optional<UserContext> user = users.lookup(name, log);
      if (user.isPresent()) {
        return one.of(user.get(), worker);
      }
      log.error("User doesn't exist");
      return new RunResult(name, ExitCode.NO_USER, null, "User doesn't exist");
    } catch (IOException e) {
      return new RunResult(name, ExitCode.of(e), null, Failure.report(e, log));
    }
  }

  /**
   * @param usualJobs how many users at the same time unless the command line says
   */
  private int many(Users users, int usualJobs, ManyUsers.OneUser one) {
    List<String> names = new ArrayList<>();
    boolean incomplete = false;
    try {
      users.list(arguments.users(), names::add);
    } catch (IncompleteListException e) {
      incomplete = true;
      Failure.report(e, run.log());
    } catch (IOException e) {
      Failure.report(e, run.log());
      return ExitCode.TEMPORARY;
    }
    int jobs = arguments.jobs() == 0 ? usualJobs : arguments.jobs();
    List<RunResult> results;
    try (UserCount count = new UserCount(run.out(), run.globals().verbose())) {
      results =
          ManyUsers.run(
              names,
              jobs,
              name -> {
                RunResult result = guarded(one, name);
                count.finished();
                return result;
              });
      printStates(results);
    }
    say(results);
    return incomplete ? ExitCode.TEMPORARY : ManyUsers.exitCode(results);
  }

  /** No user's run keeps the others from theirs. */
  private RunResult guarded(ManyUsers.OneUser one, String name) {
    if (run.interruption().isInterrupted()) {
      return new RunResult(name, ExitCode.TEMPORARY, null, "interrupted");
    }
    try {
      return one.run(name);
    } catch (RuntimeException e) {
      String reason = "a fault of this program: " + e;
      run.logFor(name).error(reason + "; please report it");
      return new RunResult(name, ExitCode.TEMPORARY, null, reason);
    }
  }

  /** Null for a user who is gone. */
  private RunResult oneOfMany(Users users, SyncRun one, String name) {
    StderrLog log = run.logFor(name);
    try {
      Optional<RunResult> elsewhere = elsewhere(users, name, log);
      if (elsewhere.isPresent()) {
        return elsewhere.get();
      }
      Optional<UserContext> user = users.lookup(name, log);
      if (user.isEmpty()) {
        log.info("User no longer exists, skipping");
        return null;
      }
      return one.of(user.get(), Optional.empty());
    } catch (IOException e) {
      return new RunResult(name, ExitCode.of(e), null, Failure.report(e, log));
    }
  }

  private void say(List<RunResult> results) {
    int exitCode = ManyUsers.exitCode(results);
    String summary = ManyUsers.summary(results);
    StderrLog log = run.logForAll();
    if (exitCode == ExitCode.SUCCESS) {
      log.info(summary);
    } else if (exitCode == ExitCode.DESYNC) {
      log.warning(summary);
    } else {
      log.error(summary);
    }
  }

  private void printStates(List<RunResult> results) {
    if (worker.isPresent()) {
      for (RunResult result : results) {
        if (result.state() != null) {
          run.log().raw(Worker.stateLine(result.state()));
        }
      }
      return;
    }
    boolean many = arguments.users().isMany();
    List<Column> columns =
        many
            ? List.of(Column.expandable("username"), Column.of("state"))
            : List.of(Column.hidden("state"));
    String name = run.globals().formatter().isEmpty() ? "flow" : run.globals().formatter();
    try (Formatter formatter =
        Formatter.of(name, columns, run.globals().hideTitles(), PLAIN_WIDTH, run.out())) {
      for (RunResult result : results) {
        if (result.state() != null) {
          formatter.row(many ? List.of(result.user(), result.state()) : List.of(result.state()));
        }
      }
    }
  }
}
