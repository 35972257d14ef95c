package dev.dovetail.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * A port of the loopback interface whose connections, one after the other, go on to another one. It
 * counts the turns of a sync: the longest chain of sayings of which each had to wait for the one
 * before. On a long line each turn takes half a round trip. Whatever the ends say is kept until
 * neither can go on without the other; then both hear all of it. So it makes no difference how fast
 * they are and which of them speaks first.
 */
final class CountingRelay implements AutoCloseable {
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final ServerSocketChannel listener;
  private final int target;
  private final AllAsleep ends;
  private boolean connected;
  private int turns;
  private IOException failure;

  private CountingRelay(ServerSocketChannel listener, int target, AllAsleep ends) {
    this.listener = listener;
    this.target = target;
    this.ends = ends;
  }

  /** To that Dovecot's doveadm server. */
  static CountingRelay to(DovecotInstance dovecot) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    CountingRelay relay =
        new CountingRelay(listener, dovecot.doveadmPort(), new AllAsleep(dovecot));
    Thread thread = new Thread(relay::serve, "relay");
    thread.setDaemon(true);
    thread.start();
    return relay;
  }

  int port() {
    return listener.socket().getLocalPort();
  }

  /** In the last connection, which has to end first. */
  synchronized int turns() throws IOException, InterruptedException {
    while (connected) {
      wait();
    }
    if (failure != null) {
      throw failure;
    }
    return turns;
  }

  private void serve() {
    while (listener.isOpen()) {
      try (SocketChannel client = listener.accept();
          SocketChannel server =
              SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), target))) {
        connected(true);
        pass(new Direction(client, server), new Direction(server, client));
      } catch (IOException | InterruptedException | RuntimeException e) {
        fail(e);
      } finally {
        connected(false);
      }
    }
  }

  private synchronized void connected(boolean now) {
    connected = now;
    notifyAll();
  }

  private synchronized void fail(Exception e) {
    if (listener.isOpen()) {
      failure = new IOException("the relay broke", e);
    }
  }

  private void pass(Direction there, Direction back) throws IOException, InterruptedException {
    long lastTurn = System.nanoTime();
    while (!there.ended || !back.ended) {
      there.listen();
      back.listen();
      boolean spoken = there.hasToSay() || back.hasToSay();
      if (spoken && ends.withNothingUnderWay(List.of(port(), target))) {
        int heard = there.depth;
        there.pass(back.depth);
        back.pass(heard);
        count(Math.max(there.depth, back.depth));
        lastTurn = System.nanoTime();
      } else if (System.nanoTime() - lastTurn > PATIENCE_NANOS) {
        throw new IOException("the ends neither speak nor sleep");
      } else {
        Thread.sleep(1);
      }
    }
  }

  private synchronized void count(int turns) {
    this.turns = turns;
  }

  /** What one end says to the other. */
  private static final class Direction {
    private final SocketChannel from;
    private final SocketChannel to;
    private final ByteBuffer said = ByteBuffer.allocate(1 << 20);

    /** How many turns led to the last that was said. */
    private int depth;

    private boolean hungUp;
    private boolean ended;

    Direction(SocketChannel from, SocketChannel to) throws IOException {
      this.from = from;
      this.to = to;
      from.configureBlocking(false);
    }

    void listen() {
      while (!hungUp && said.hasRemaining()) {
        int count = read();
        if (count == 0) {
          return;
        }
        hungUp = count < 0;
      }
    }

    /** An end that has left in a hurry has said all the same what arrived before. */
    private int read() {
      try {
        return from.read(said);
      } catch (IOException e) {
        return -1;
      }
    }

    boolean hasToSay() {
      return said.position() > 0 || hungUp && !ended;
    }

    /**
     * @param heard the depth of what the speaker had heard
     */
    void pass(int heard) {
      depth = said.position() > 0 ? heard + 1 : depth;
      said.flip();
      try {
        while (said.hasRemaining()) {
          to.write(said);
        }
        if (hungUp) {
          to.shutdownOutput();
        }
      } catch (IOException e) {
        // Nobody listens any more, which is no matter after the end of a sync.
        hungUp = true;
      }
      said.clear();
      ended = hungUp;
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
