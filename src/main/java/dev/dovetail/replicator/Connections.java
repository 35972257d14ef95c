package dev.dovetail.replicator;

import java.util.ArrayList;
import java.util.List;

/** The syncs that can run at the same time, as {@code dsync-status} shows them. Thread-safe. */
public final class Connections {
  private final List<Connection> connections = new ArrayList<>();

  /**
   * One of them.
   *
   * @param user empty while it has none
   * @param type {@code full}, {@code normal}, {@code incremental} or {@code -}
   * @param status in Dovecot's words
   */
  public record Connection(String user, String type, String status) {
    static final Connection UNUSED = new Connection("", "-", "Not connected");
  }

  /** Takes one for a user, a new one if all have been taken. Returns its number. */
  synchronized int take(String user) {
    int number = connections.indexOf(Connection.UNUSED);
    if (number < 0) {
      number = connections.size();
      connections.add(Connection.UNUSED);
    }
    connections.set(number, new Connection(user, "-", "Waiting for handshake"));
    return number;
  }

  synchronized void syncing(int number, SyncOrder order) {
    String user = connections.get(number).user();
    connections.set(number, new Connection(user, order.type(), "Waiting for dsync to finish"));
  }

  synchronized void release(int number) {
    connections.set(number, Connection.UNUSED);
  }

  /** As many as have been used so far. */
  public synchronized List<Connection> list() {
    return List.copyOf(connections);
  }
}
