package dev.dovetail.os;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Connects to the sockets of other programs on this machine, without waiting for long. */
public final class UnixSocket {
  /** As long as doveadm tries. */
  private static final long BUSY_NANOS = 1_000_000_000;

  private static final long PAUSE_MILLIS = 10;

  private UnixSocket() {}

  /**
   * A connection, in blocking mode. A server whose queue is full is asked again for a second; if
   * one asked it in blocking mode and it hangs, one would wait forever.
   *
   * @throws IOException with the system's words and without the path
   */
  public static SocketChannel connect(Path socket) throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
    long start = System.nanoTime();
    while (true) {
      try {
        return connect(address);
      } catch (SocketException e) {
        if (!isBusy(e) || System.nanoTime() - start > BUSY_NANOS) {
          throw e;
        }
      }
      pause();
    }
  }

  private static SocketChannel connect(UnixDomainSocketAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    boolean connected = false;
    try {
      channel.configureBlocking(false);
      connected = channel.connect(address);
      channel.configureBlocking(true);
      return channel;
    } finally {
      if (!connected) {
        channel.close();
      }
    }
  }

  /** EAGAIN; Java gives its words and not its number. */
  private static boolean isBusy(SocketException failure) {
    return "Resource temporarily unavailable".equals(failure.getMessage());
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }
}
