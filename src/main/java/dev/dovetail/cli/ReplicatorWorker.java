package dev.dovetail.cli;

import dev.dovetail.cli.line.UsageException;
import dev.dovetail.cli.output.TextSink;
import dev.dovetail.config.Settings;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.replicator.SyncResult;
import dev.dovetail.session.NamedLink;
import dev.dovetail.session.UserContext;
import dev.dovetail.session.Worker;
import dev.dovetail.transport.Destination;
import dev.dovetail.transport.listen.AskedCommand;
import dev.dovetail.transport.listen.ClientLog;
import dev.dovetail.transport.listen.Gate;
import dev.dovetail.transport.listen.Guest;
import dev.dovetail.transport.listen.SocketService;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The replicator's process for the users of one owner, started by root's: it makes their syncs, one
 * after the other or at once, over links that root has opened.
 */
final class ReplicatorWorker implements SocketService.Conversation {
  /** What root asks for: this word, by which configuration, the destination, options, the user. */
  private static final String WORD = "replicate";

  private final Invocation run;
  private Users users;
  private String generation = "0";
  private final Gate gate = new Gate();
  private final MailWatch watch;

  ReplicatorWorker(Invocation run, Settings settings) throws IOException {
    this.run = run;
    this.users = new Users(run, settings);
    this.watch = new MailWatch(this::tellChange, run.logForAll());
    watch.use(settings.replication().watch());
  }

  /** Root reads our standard output. */
  private synchronized void tellChange(String user) {
    new TextSink(run.out()).write(user + "\n");
  }

  /**
   * The words that ask a worker for a sync.
   *
   * @param generation of the configuration: the worker reads it again for another one
   */
  static List<String> words(int generation, String destination, List<String> options) {
    List<String> words = new ArrayList<>(List.of(WORD, Integer.toString(generation), destination));
    words.addAll(options);
    return words;
  }

  void serve(String socket) throws IOException {
    RootSocket.serve(run, socket, this);
  }

  @Override
  public void hold(SocketChannel channel) throws IOException {
    try (Guest guest = new Guest(channel)) {
      AskedCommand asked = guest.welcome(Optional.empty(), Optional.empty(), gate);
      int end = asked.words().size() - 1;
      // Behind the options: the user's name, two dashes, and who that is.
      if (!asked.words().get(0).equals(WORD) || end < 5) {
        guest.refuse("USAGE");
        return;
      }
      guest.accept();
      guest.output().write(new byte[0]);
      List<String> words = asked.words();
      SyncResult result = sync(guest, words.get(2), words.subList(3, end - 2), words);
      WorkerReport.lines(result.kind().name(), result.state(), result.reason())
          .forEach(new ClientLog(Log.NONE, "", guest.output())::info);
    }
  }

  /** By the configuration that root goes by. */
  private synchronized Users users(String wanted) throws IOException {
    if (!wanted.equals(generation)) {
      try {
        Settings settings = ConfigSource.load(run);
        users = new Users(run, settings);
        watch.use(settings.replication().watch());
        generation = wanted;
      } catch (UsageException e) {
        throw new SyncException(Grade.CONFIGURATION, e.getMessage());
      }
    }
    return users;
  }

  private SyncResult sync(
      Guest guest, String destination, List<String> options, List<String> words) {
    try {
      String description = words.get(words.size() - 1);
      UserContext user = users(words.get(1)).context(Worker.serving(description));
      Destination where =
          Destination.parse(List.of(destination), "dsync-server", user.name(), user.lookedUp());
      ReplicaSync sync = new ReplicaSync(run, user, options, watch);
      return where instanceof Destination.MailLocation local
          ? sync.with(local.location())
          : sync.over(new NamedLink(guest.session(), DestinationLinks.name(where)), where);
    } catch (IOException e) {
      return SyncResult.failed(Failure.report(e, run.log()));
    } catch (RuntimeException e) {
      SyncException fault =
          new SyncException(Grade.TEMPORARY, "a fault of this program, please report it: " + e);
      return SyncResult.failed(Failure.report(fault, run.log()));
    }
  }
}
