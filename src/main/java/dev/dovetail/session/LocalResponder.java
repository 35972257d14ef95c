package dev.dovetail.session;

import dev.dovetail.brain.ResponderBrain;
import dev.dovetail.brain.ResponderOptions;
import dev.dovetail.brain.StoreSource;
import dev.dovetail.brain.SyncOutcome;
import dev.dovetail.brain.SyncScope;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.os.HostName;
import dev.dovetail.transport.pipe.InProcessLink;
import dev.dovetail.wire.Peer;
import dev.dovetail.wire.PeerGoneException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The other end of a sync between two stores of one user: a thread of this process. */
final class LocalResponder implements Closeable {
  /** Bytes: enough that neither end waits for the other's thread at every item. */
  private static final int CAPACITY = 64 * 1024;

  private final StoppableLink link;
  private final StoppableLink own;
  private final StoreSource source;
  private final String location;
  private final ResponderOptions options;
  private final Log log;
  private final Thread thread;
  private IOException failure;
  private SyncOutcome outcome;

  private LocalResponder(
      InProcessLink.Pair pair,
      StoreSource source,
      String location,
      ResponderOptions options,
      Interruption interruption,
      Log log) {
    this.link = new StoppableLink(pair.first(), interruption);
    this.own = new StoppableLink(pair.second(), interruption);
    this.source = source;
    this.location = location;
    this.options = options;
    this.log = log;
    this.thread = new Thread(this::run, "responder");
  }

  /**
   * Opens the other store and begins to serve it.
   *
   * @throws SyncException if it cannot be the other end of this user's mail
   */
  static LocalResponder start(
      UserContext user,
      String location,
      SyncScope scope,
      Map<String, String> environment,
      Interruption interruption,
      Log log)
      throws IOException {
    UserContext other = user.at(location);
    NamespaceScope there = new NamespaceScope(other.settings(), Log.NONE);
    LocalCheck.check(
        user,
        new NamespaceScope(user.settings(), Log.NONE).ofInitiator(scope),
        other,
        there.ofInitiator(scope));
    String hostname = HostName.full(environment);
    StoreSource source =
        initiator ->
            StoreFactory.open(other.settings(), there.ofResponder(initiator), hostname, log);
    long interval = other.settings().settings().dsync().commitMessagesInterval();
    ResponderOptions options = new ResponderOptions(hostname, interval, null);
    LocalResponder responder =
        new LocalResponder(
            InProcessLink.pair(CAPACITY), source, location, options, interruption, log);
    responder.thread.start();
    return responder;
  }

  StoppableLink link() {
    return link;
  }

  private void run() {
    // No time limit of its own: the initiator's ends both.
    try (Peer peer = own.peer(0, Optional.empty(), log)) {
      outcome = new ResponderBrain(source, peer, options, log).run();
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException e) {
      failure =
          new SyncException(
              Grade.TEMPORARY,
              "Serving " + location + " failed by a fault of this program: " + e,
              e);
    } finally {
      own.cut();
    }
  }

  /** The initiator's report, with the reason that only the responder knows. */
  SyncReport explain(SyncReport report) throws IOException {
    link.cut();
    join();
    if (failure == null) {
      return outcome == null ? report : report.with(outcome);
    }
    boolean knowsLess =
        report.failure().isEmpty() || report.failure().get() instanceof PeerGoneException;
    return knowsLess && !(failure instanceof PeerGoneException)
        ? SyncReport.failure(failure, report.state())
        : report;
  }

  private void join() {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    link.cut();
    join();
    link.close();
    own.close();
  }
}
