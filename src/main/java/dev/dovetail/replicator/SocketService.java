package dev.dovetail.replicator;

import dev.dovetail.log.Log;
import dev.dovetail.transport.listen.ListenAddress;
import dev.dovetail.transport.listen.Listener;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A socket with a thread for each of its clients, of whom there are so many at most. */
public final class SocketService implements Closeable {
  private static final int MAX_CLIENTS = 1000;
  private static final long RETRY_MILLIS = 1000;

  private final Listener listener;
  private final Conversation conversation;
  private final Log log;
  private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** What is said with a client; the channel is closed afterwards. */
  public interface Conversation {
    void hold(SocketChannel channel) throws IOException;
  }

  private SocketService(Listener listener, Conversation conversation, Log log) {
    this.listener = listener;
    this.conversation = conversation;
    this.log = log;
  }

  /**
   * Listens, and serves whoever comes.
   *
   * @throws dev.dovetail.failure.SyncException if somebody else has the address
   */
  public static SocketService open(ListenAddress address, Conversation conversation, Log log)
      throws IOException {
    SocketService service = new SocketService(Listener.bind(address), conversation, log);
    start(service::accept, address.text());
    return service;
  }

  private static void start(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!closed) {
      try {
        SocketChannel channel = listener.accept();
        if (clients.size() >= MAX_CLIENTS) {
          log.warning(listener.address().text() + ": more than " + MAX_CLIENTS + " clients");
          channel.close();
        } else {
          clients.add(channel);
          start(() -> serve(channel), "client");
        }
      } catch (IOException e) {
        pause(e);
      }
    }
  }

  /** Without file descriptors, for example, it is better to wait than to spin. */
  private void pause(IOException e) {
    if (closed) {
      return;
    }
    log.error("Accepting on " + listener.address().text() + " failed: " + e.getMessage());
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(SocketChannel channel) {
    try (channel) {
      conversation.hold(channel);
    } catch (IOException e) {
      if (!closed) {
        log.debug(() -> listener.address().text() + ": a client has gone: " + e.getMessage());
      }
    } finally {
      clients.remove(channel);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    listener.close();
    for (SocketChannel channel : clients) {
      channel.close();
    }
  }
}
