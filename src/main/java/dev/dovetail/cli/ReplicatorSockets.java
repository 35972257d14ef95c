package dev.dovetail.cli;

import dev.dovetail.config.Settings;
import dev.dovetail.config.UnixListener;
import dev.dovetail.log.StderrLog;
import dev.dovetail.replicator.Priority;
import dev.dovetail.replicator.Replicator;
import dev.dovetail.replicator.SyncRunner;
import dev.dovetail.replicator.Waiter;
import dev.dovetail.replicator.control.ControlServer;
import dev.dovetail.replicator.notify.AggregatorSocket;
import dev.dovetail.replicator.notify.Notified;
import dev.dovetail.replicator.notify.NotifyFifo;
import dev.dovetail.replicator.notify.NotifySocket;
import dev.dovetail.transport.listen.ListenAddress;
import dev.dovetail.transport.listen.SocketService;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fifo and the sockets of a running replicator, where Dovecot has them and for whom its
 * configuration says (doveadm-interfaces 4.1).
 */
final class ReplicatorSockets implements Closeable {

  private final Settings settings;
  private final StderrLog log;
  private final List<Closeable> open = new ArrayList<>();
  private final List<String> places = new ArrayList<>();

  private ReplicatorSockets(Settings settings, StderrLog log) {
    this.settings = settings;
    this.log = log;
  }

  /**
   * Opens all that are wanted.
   *
   * @throws dev.dovetail.failure.SyncException if somebody else has one of them, such as Dovecot
   */
  static ReplicatorSockets open(
      Settings settings, Replicator replicator, SyncRunner runner, StderrLog log)
      throws IOException {
    ReplicatorSockets sockets = new ReplicatorSockets(settings, log);
    boolean done = false;
    try {
      sockets.open(replicator, runner);
      done = true;
      return sockets;
    } finally {
      if (!done) {
        sockets.close();
      }
    }
  }

  private void open(Replicator replicator, SyncRunner runner) throws IOException {
    Files.createDirectories(Path.of(settings.baseDir()));
    Notified notified = notified(replicator);
    // A Dovecot that has the socket has the fifo, too, and that would not show by itself.
    serve("aggregator", "replication-notify", new NotifySocket(notified, log));
    Optional<ListenAddress.Socket> fifo =
        address("aggregator", "fifo_listener", "replication-notify-fifo", true);
    if (fifo.isPresent()) {
      open.add(NotifyFifo.open(fifo.get(), notified, log));
      places.add(fifo.get().text());
    }
    serve("replicator", "replicator", new AggregatorSocket(notified, log));
    serve("replicator", "replicator-doveadm", new ControlServer(replicator, runner, log));
  }

  private static Notified notified(Replicator replicator) {
    return new Notified() {
      @Override
      public void changed(String user, Priority priority) {
        replicator.queue().changed(user, priority, replicator.now());
      }

      @Override
      public void awaited(String user, Waiter waiter) {
        replicator.queue().awaited(user, waiter, replicator.now());
      }
    };
  }

  private void serve(String service, String name, SocketService.Conversation conversation)
      throws IOException {
    // That is for the aggregator of a Dovecot which does the rest itself.
    boolean usual = !name.equals("replicator");
    Optional<ListenAddress.Socket> address = address(service, "unix_listener", name, usual);
    if (address.isPresent()) {
      open.add(SocketService.open(address.get(), conversation, log));
      places.add(address.get().text());
    }
  }

  /**
   * @param usual whether it is wanted where the configuration does not speak of it
   */
  private Optional<ListenAddress.Socket> address(
      String service, String type, String name, boolean usual) throws IOException {
    Optional<UnixListener> configured = settings.serviceSocket(service, type, name);
    if (configured.isEmpty()) {
      Path path = Path.of(settings.baseDir(), name);
      return usual
          ? Optional.of(
              new ListenAddress.Socket(
                  path, ListenAddress.OWNER_ONLY, Optional.empty(), Optional.empty()))
          : Optional.empty();
    }
    UnixListener listener = configured.get();
    if (listener.mode() == 0) {
      if (usual) {
        log.warning(
            "There is no "
                + name
                + ", because its mode is 0 in service "
                + service
                + "; if that is for Dovecot only, give it another one in a configuration of your"
                + " own");
      }
      return Optional.empty();
    }
    return Optional.of(
        new ListenAddress.Socket(
            Path.of(listener.path()),
            listener.mode(),
            Optional.of(listener.user()).filter(user -> !user.isEmpty()),
            Optional.of(listener.group()).filter(group -> !group.isEmpty())));
  }

  /** Their paths. */
  List<String> places() {
    return places;
  }

  @Override
  public void close() {
    for (Closeable each : open) {
      try {
        each.close();
      } catch (IOException e) {
        log.debug(() -> "Closing a socket failed: " + e.getMessage());
      }
    }
  }
}
