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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fifo and the sockets of a running replicator, where Dovecot has them and for whom its
 * configuration says (doveadm-interfaces 4.1).
 */
final class ReplicatorSockets implements Closeable {
  private final Notified notified;
  private final NotifySocket notifySocket;
  private final AggregatorSocket aggregatorSocket;
  private final ControlServer controlServer;
  private final StderrLog log;
  private final Map<Listening, Closeable> open = new LinkedHashMap<>();
  private Settings settings;

  /** What is listened to where, for whom. */
  private record Listening(Kind kind, ListenAddress.Socket address) {}

  /**
   * In the order of opening: a Dovecot that has the socket has the fifo, too, and that would not
   * show by itself.
   */
  private enum Kind {
    NOTIFY("aggregator", "unix_listener", "replication-notify", true),
    FIFO("aggregator", "fifo_listener", "replication-notify-fifo", true),
    /** For the aggregator of a Dovecot which does the rest itself. */
    AGGREGATOR("replicator", "unix_listener", "replicator", false),
    CONTROL("replicator", "unix_listener", "replicator-doveadm", true);

    final String service;
    final String type;
    final String name;

    /** Whether it is wanted where the configuration does not speak of it. */
    final boolean usual;

    Kind(String service, String type, String name, boolean usual) {
      this.service = service;
      this.type = type;
      this.name = name;
      this.usual = usual;
    }
  }

  ReplicatorSockets(Replicator replicator, SyncRunner runner, StderrLog log) {
    this.notified = notified(replicator);
    this.notifySocket = new NotifySocket(notified, log);
    this.aggregatorSocket = new AggregatorSocket(notified, log);
    this.controlServer = new ControlServer(replicator, runner, log);
    this.log = log;
  }

  /**
   * Opens all that are wanted now, and closes what is not; what stays the same is left alone.
   *
   * @throws dev.dovetail.failure.SyncException if somebody else has one of them, such as Dovecot
   */
  synchronized void use(Settings wanted) throws IOException {
    settings = wanted;
    Files.createDirectories(Path.of(wanted.baseDir()));
    Set<Listening> listenings = new LinkedHashSet<>();
    for (Kind kind : Kind.values()) {
      address(kind).ifPresent(address -> listenings.add(new Listening(kind, address)));
    }
    List<Listening> old = new ArrayList<>(open.keySet());
    old.removeAll(listenings);
    // A socket can only be bound again when it is closed.
    old.stream().filter(each -> each.kind() != Kind.FIFO).forEach(this::close);
    for (Listening listening : listenings) {
      if (!open.containsKey(listening)) {
        open.put(listening, open(listening));
      }
    }
    // A fifo must never be without somebody who reads it.
    old.stream().filter(each -> each.kind() == Kind.FIFO).forEach(this::close);
  }

  private Closeable open(Listening listening) throws IOException {
    ListenAddress.Socket address = listening.address();
    return switch (listening.kind()) {
      case NOTIFY -> SocketService.open(address, notifySocket, log);
      case FIFO -> NotifyFifo.open(address, notified, log);
      case AGGREGATOR -> SocketService.open(address, aggregatorSocket, log);
      case CONTROL -> SocketService.open(address, controlServer, log);
    };
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

  private Optional<ListenAddress.Socket> address(Kind kind) throws IOException {
    Optional<UnixListener> configured = settings.serviceSocket(kind.service, kind.type, kind.name);
    if (configured.isEmpty()) {
      Path path = Path.of(settings.baseDir(), kind.name);
      return kind.usual
          ? Optional.of(
              new ListenAddress.Socket(
                  path, ListenAddress.OWNER_ONLY, Optional.empty(), Optional.empty()))
          : Optional.empty();
    }
    UnixListener listener = configured.get();
    if (listener.mode() == 0) {
      if (kind.usual) {
        log.warning(
            "There is no "
                + kind.name
                + ", because its mode is 0 in service "
                + kind.service
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
  synchronized List<String> places() {
    return open.keySet().stream().map(each -> each.address().text()).toList();
  }

  private void close(Listening listening) {
    try {
      open.remove(listening).close();
    } catch (IOException e) {
      log.debug(() -> "Closing " + listening.address().text() + " failed: " + e.getMessage());
    }
  }

  @Override
  public synchronized void close() {
    List.copyOf(open.keySet()).forEach(this::close);
  }
}
