package dev.dovetail.cli;

import dev.dovetail.cli.line.ExitCode;
import dev.dovetail.cli.line.ParsedLine;
import dev.dovetail.config.Settings;
import dev.dovetail.log.Log;
import dev.dovetail.log.StderrLog;
import dev.dovetail.session.UserContext;
import dev.dovetail.session.Worker;
import dev.dovetail.transport.listen.AskedCommand;
import dev.dovetail.transport.listen.ClientLog;
import dev.dovetail.transport.listen.Gate;
import dev.dovetail.transport.listen.Guest;
import dev.dovetail.transport.listen.SocketService;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;

/**
 * The process that makes the syncs of one owner's users for root's {@code sync -A}, at the same
 * time or one after the other; root has its command line, and opens the links.
 */
final class SyncWorker implements SocketService.Conversation {
  /** What root asks for: this word and, behind two more, the user. */
  private static final String WORD = "sync-user";

  private static final int WORDS = 4;
  private static final String STATE = "state ";

  private final Invocation run;
  private final ParsedLine line;
  private final SyncArguments arguments;
  private final Users users;
  private final Gate gate = new Gate();

  SyncWorker(Invocation run, ParsedLine line, SyncArguments arguments, Settings settings) {
    this.run = run;
    this.line = line;
    this.arguments = arguments;
    this.users = new Users(run, settings);
  }

  /** What root asks a worker for. */
  static List<String> words() {
    return List.of(WORD);
  }

  /**
   * How a run ended, as {@link WorkerReport} brings it: no state is not the same as an empty one.
   */
  private static String[] fields(RunResult result) {
    return new String[] {
      Integer.toString(result.exitCode()),
      result.state() == null ? "" : STATE + result.state(),
      result.reason() == null ? "" : result.reason()
    };
  }

  static RunResult result(String user, List<String> fields) {
    int exitCode = Integer.parseInt(fields.get(0));
    String state = fields.get(1).isEmpty() ? null : fields.get(1).substring(STATE.length());
    return new RunResult(user, exitCode, state, exitCode == 0 ? null : fields.get(2));
  }

  @Override
  public void hold(SocketChannel channel) throws IOException {
    try (Guest guest = new Guest(channel)) {
      AskedCommand asked = guest.welcome(Optional.empty(), Optional.empty(), gate);
      if (!asked.words().get(0).equals(WORD) || asked.words().size() != WORDS) {
        guest.refuse("USAGE");
        return;
      }
      guest.accept();
      guest.output().write(new byte[0]);
      ClientLog told = new ClientLog(Log.NONE, "", guest.output());
      RunResult result = sync(guest, asked.words().get(WORDS - 1), told);
      WorkerReport.lines(fields(result)).forEach(told::info);
    }
  }

  private RunResult sync(Guest guest, String description, ClientLog told) {
    boolean debug = run.globals().debug();
    Invocation own = run.loggingTo(new StderrLog(new LineStream(told::info), debug));
    Worker worker = Worker.serving(description);
    String name = worker.user().name();
    try {
      UserContext user = users.context(worker);
      return new SyncRun(own, line, arguments, line.words(), Optional.empty())
          .over(guest.session(), user);
    } catch (IOException e) {
      return new RunResult(name, ExitCode.of(e), null, Failure.report(e, own.logFor(name)));
    } catch (RuntimeException e) {
      String reason = "a fault of this program: " + e;
      own.logFor(name).error(reason + "; please report it");
      return new RunResult(name, ExitCode.TEMPORARY, null, reason);
    }
  }
}
