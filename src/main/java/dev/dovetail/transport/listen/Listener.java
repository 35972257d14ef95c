package dev.dovetail.transport.listen;

import dev.dovetail.failure.FileReason;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
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
    boolean bound = false;
    try {
      InetSocketAddress where =
          port.host().isEmpty()
              ? new InetSocketAddress(port.port())
              : new InetSocketAddress(port.host(), port.port());
      if (where.isUnresolved()) {
        throw new IOException("there is no host of this name");
      }
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(where, BACKLOG);
      bound = true;
      return new Listener(port, channel);
    } finally {
      if (!bound) {
        channel.close();
      }
    }
  }

  private static Listener bind(ListenAddress.Socket socket) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    boolean bound = false;
    try {
      new SocketFile(socket).bind(channel, BACKLOG);
      bound = true;
      return new Listener(socket, channel);
    } finally {
      if (!bound) {
        channel.close();
      }
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
