package dev.dovetail.userdb;

import dev.dovetail.config.syntax.Quoting;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Lines to and from a Dovecot's {@code auth-userdb} socket (doveadm-interfaces 5.2). Every wait and
 * every line is bounded.
 */
final class AuthConnection implements Closeable {

  /** What the server takes; a longer line makes it hang up. */
  static final int MAX_REQUEST_BYTES = 1024;

  private static final int MAX_REPLY_BYTES = 8192;

  /** As long as doveadm waits. */
  private static final long REPLY_MILLIS = 155_000;

  private static final long GREETING_MILLIS = 30_000;
  private static final String MAJOR = "VERSION\t1\t";

  private final SocketChannel channel;
  private final Selector selector;
  private final ByteBuffer input = ByteBuffer.allocate(MAX_REPLY_BYTES).flip();

  private AuthConnection(SocketChannel channel, Selector selector) {
    this.channel = channel;
    this.selector = selector;
  }

  /**
   * Exchanges greetings.
   *
   * @param channel in blocking mode; closed if the server does not answer
   */
  static AuthConnection over(SocketChannel channel) throws IOException {
    AuthConnection connection = null;
    try {
      channel.configureBlocking(false);
      Selector selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
      AuthConnection opened = new AuthConnection(channel, selector);
      opened.greet();
      connection = opened;
      return opened;
    } finally {
      if (connection == null) {
        channel.close();
      }
    }
  }

  private void greet() throws IOException {
    send("VERSION\t1\t0\n");
    String version = read(GREETING_MILLIS);
    if (!version.startsWith(MAJOR)) {
      throw new IOException(
          "it is not a socket of Dovecot's auth process; it says '"
              + Quoting.forMessage(version)
              + "'");
    }
  }

  /**
   * @param lines whole ones, with their ends
   */
  void send(String lines) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0) {
        await(SelectionKey.OP_WRITE, REPLY_MILLIS);
      }
    }
  }

  /** The next line, without its end. */
  String read() throws IOException {
    return read(REPLY_MILLIS);
  }

  private String read(long millis) throws IOException {
    int searched = 0;
    while (true) {
      for (int i = input.position() + searched; i < input.limit(); i++) {
        if (input.get(i) == '\n') {
          return take(i);
        }
      }
      searched = input.remaining();
      if (searched == MAX_REPLY_BYTES) {
        throw new IOException("a line of it has more than " + MAX_REPLY_BYTES + " bytes");
      }
      fill(millis);
    }
  }

  private String take(int end) {
    byte[] line = new byte[end - input.position()];
    input.get(line).get();
    return new String(line, StandardCharsets.UTF_8);
  }

  private void fill(long millis) throws IOException {
    input.compact();
    int count = channel.read(input);
    if (count == 0) {
      await(SelectionKey.OP_READ, millis);
      count = channel.read(input);
    }
    input.flip();
    if (count < 0) {
      throw new EOFException("Disconnected unexpectedly");
    }
  }

  private void await(int operation, long millis) throws IOException {
    channel.keyFor(selector).interestOps(operation);
    if (selector.select(millis) == 0) {
      throw new SocketTimeoutException("no answer for " + millis / 1000 + " seconds");
    }
    selector.selectedKeys().clear();
  }

  @Override
  public void close() {
    try (SocketChannel closed = channel;
        Selector alsoClosed = selector) {
      input.clear();
    } catch (IOException e) {
      // Nothing was on its way that anybody still wants.
    }
  }
}
