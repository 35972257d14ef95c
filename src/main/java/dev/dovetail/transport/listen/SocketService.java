package dev.dovetail.transport.listen;

import dev.dovetail.log.Log;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A socket whose clients are served at the same time, as far as there are {@link ClientPlaces}. */
public final class SocketService implements Closeable {
  private static final int MAX_CLIENTS = 1000;
  private static final long RETRY_MILLIS = 1000;

  private final Listener listener;
  private final Conversation conversation;
  private final ClientPlaces places;
  private final Log log;
  private final Thread acceptor;
  private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** What is said with a client; the channel is closed afterwards. */
  public interface Conversation {
    void hold(SocketChannel channel) throws IOException;
  }

  private SocketService(
      Listener listener, Conversation conversation, ClientPlaces places, Log log) {
    this.listener = listener;
    this.conversation = conversation;
    this.places = places;
    this.log = log;
    this.acceptor = new Thread(this::accept, listener.address().text());
    acceptor.setDaemon(true);
  }

  /**
   * Listens, and serves whoever comes.
   *
   * @throws dev.dovetail.failure.SyncException if somebody else has the address
   */
  public static SocketService open(ListenAddress address, Conversation conversation, Log log)
      throws IOException {
    return open(address, conversation, new ClientPlaces(MAX_CLIENTS), log);
  }

  /**
   * The same.
   *
   * @param places may be those of other sockets, too
   */
  public static SocketService open(
      ListenAddress address, Conversation conversation, ClientPlaces places, Log log)
      throws IOException {
    SocketService service = new SocketService(Listener.bind(address), conversation, places, log);
    service.acceptor.start();
    return service;
  }

  private void accept() {
    while (!closed) {
      try {
        places.take();
      } catch (InterruptedException e) {
        return;
      }
      boolean served = false;
      try {
        SocketChannel channel = listener.accept();
        clients.add(channel);
        places.fill(() -> serve(channel));
        served = true;
      } catch (IOException e) {
        pause(e);
      } finally {
        if (!served) {
          places.giveBack();
        }
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

  /** Waits until nobody can come any more. */
  public void awaitClose() {
    try {
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
