package dev.dovetail.transport.tcp;

import dev.dovetail.stream.BlockOutput;
import dev.dovetail.transport.ChannelInput;
import dev.dovetail.transport.ChannelOutput;
import dev.dovetail.transport.Destination;
import dev.dovetail.transport.tls.TlsClient;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/**
 * A stream socket to a doveadm server, from before it is connected. {@link #close} ends a blocked
 * connect, read or write of another thread.
 */
final class ServerConnection implements Closeable {
  private final Destination.DoveadmServer server;
  private final Optional<TlsClient> tls;
  private SocketChannel channel;
  private SSLSocket secure;
  private boolean closed;

  /**
   * @param server with its port
   * @param tls for a server that speaks it
   */
  ServerConnection(Destination.DoveadmServer server, Optional<TlsClient> tls) {
    this.server = server;
    this.tls = tls;
  }

  /** Tries all addresses of the host, one after the other. */
  void connect() throws IOException {
    if (server instanceof Destination.Server host) {
      connect(host);
      if (host.security() == Destination.Security.TLS) {
        secure();
      }
    } else {
      open(UnixDomainSocketAddress.of(server.text()));
    }
  }

  /** Whether TLS is still to begin. */
  boolean isToBeSecured() {
    return tls.isPresent() && secure == null;
  }

  /** Begins TLS, which there must be settings for. From then on the streams are others. */
  void secure() throws IOException {
    secure = tls.orElseThrow().secure(channel.socket(), ((Destination.Server) server).host());
  }

  private void connect(Destination.Server host) throws IOException {
    IOException first = null;
    for (InetAddress address : InetAddress.getAllByName(host.address())) {
      try {
        SocketChannel made = open(new InetSocketAddress(address, host.port()));
        made.setOption(StandardSocketOptions.TCP_NODELAY, true);
        // A command may take hours without a word; a host that has died must still be noticed.
        made.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        return;
      } catch (ClosedChannelException e) {
        throw e;
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    throw first;
  }

  private SocketChannel open(SocketAddress address) throws IOException {
    SocketChannel made =
        address instanceof UnixDomainSocketAddress
            ? SocketChannel.open(java.net.StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    boolean connected = false;
    try {
      use(made);
      connected = made.connect(address);
    } finally {
      if (!connected) {
        made.close();
      }
    }
    return made;
  }

  private synchronized void use(SocketChannel made) throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
    channel = made;
  }

  InputStream input() throws IOException {
    return secure == null ? new ChannelInput(channel) : secure.getInputStream();
  }

  /** Its end is the end of what we say, and not of the connection. */
  OutputStream output() throws IOException {
    return new HalfClosing(secure == null ? new ChannelOutput(channel) : secure.getOutputStream());
  }

  /** Tells the server that nothing more comes; what it still says can be read. */
  void endOutput() throws IOException {
    if (secure == null) {
      channel.shutdownOutput();
    } else {
      secure.shutdownOutput();
    }
  }

  /** Of TLS there is no farewell: it could wait for a writer that nobody hears any more. */
  @Override
  public synchronized void close() {
    closed = true;
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      // Whatever was still on its way is not wanted any more.
    }
  }

  private final class HalfClosing extends BlockOutput {
    private final OutputStream out;

    HalfClosing(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      endOutput();
    }
  }
}
