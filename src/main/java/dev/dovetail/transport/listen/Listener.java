package dev.dovetail.transport.listen;

import dev.dovetail.failure.FileReason;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;

/** A socket that clients connect to. {@link #close} ends a waiting {@link #accept}. */
public final class Listener implements Closeable {
  private static final int BACKLOG = 128;

  private final ListenAddress address;
  private final ServerSocketChannel channel;

  private Listener(ListenAddress address, ServerSocketChannel channel) {
    this.address = address;
    this.channel = channel;
  }

  /**
   * Binds it.
   *
   * @throws SyncException ({@code TEMPORARY}) if somebody else has the address, or it may not be
   *     had
   */
  public static Listener bind(ListenAddress address) throws SyncException {
    try {
      return address instanceof ListenAddress.Socket socket
          ? bind(socket)
          : bind((ListenAddress.Port) address);
    } catch (IOException e) {
      String reason = FileReason.of(e);
      throw new SyncException(
          Grade.TEMPORARY,
          "Cannot listen on "
              + address.text()
              + ": "
              + reason
              + (reason.contains("in use")
                  ? "; another server has it, perhaps Dovecot: give one of them another address"
                  : ""),
          e);
    }
  }

  private static Listener bind(ListenAddress.Port port) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    SocketAddress where =
        port.host().isEmpty()
            ? new InetSocketAddress(port.port())
            : new InetSocketAddress(port.host(), port.port());
    return bound(channel.setOption(StandardSocketOptions.SO_REUSEADDR, true), where, port);
  }

  private static Listener bound(
      ServerSocketChannel channel, SocketAddress where, ListenAddress address) throws IOException {
    boolean bound = false;
    try {
      if (where instanceof InetSocketAddress inet && inet.isUnresolved()) {
        throw new IOException("there is no host of this name");
      }
      channel.bind(where, BACKLOG);
      bound = true;
      return new Listener(address, channel);
    } finally {
      if (!bound) {
        channel.close();
      }
    }
  }

  private static Listener bind(ListenAddress.Socket socket) throws IOException {
    UnixDomainSocketAddress where = UnixDomainSocketAddress.of(socket.path());
    removeStale(where);
    Listener listener = bound(ServerSocketChannel.open(StandardProtocolFamily.UNIX), where, socket);
    boolean protect = false;
    try {
      SocketMode.apply(socket);
      protect = true;
      return listener;
    } finally {
      if (!protect) {
        listener.close();
      }
    }
  }

  /** The socket of a server that is gone is in the way of the next one. */
  private static void removeStale(UnixDomainSocketAddress where) throws IOException {
    if (!Files.exists(where.getPath())) {
      return;
    }
    try (SocketChannel probe = SocketChannel.open(where)) {
      throw new IOException("Address already in use");
    } catch (java.net.ConnectException e) {
      Files.delete(where.getPath());
    }
  }

  public ListenAddress address() {
    return address;
  }

  /** Waits for the next client. */
  public SocketChannel accept() throws IOException {
    return channel.accept();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (address instanceof ListenAddress.Socket socket) {
      Files.deleteIfExists(socket.path());
    }
  }
}
