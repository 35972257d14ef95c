package dev.dovetail.wire;

import dev.dovetail.failure.SyncException;
import dev.dovetail.wire.item.Item;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A peer at the other end of two byte streams. */
public final class StreamPeer implements Peer {
  /** How long a peer that may be gone is waited for while we say goodbye. */
  private static final long CLOSE_SECONDS = 10;

  private final ItemReader reader;
  private final ItemWriter writer;
  private final StallWatch watch;
  private final long closeSeconds;
  private final Object sending = new Object();
  private volatile String name;
  private volatile int remoteMinorVersion = -1;
  private volatile boolean preambleRead;
  private volatile boolean peerFinished;
  private volatile ItemKind lastSent = ItemKind.HANDSHAKE;
  private volatile ItemKind lastReceived;
  private volatile boolean lastSentEnded;
  private volatile boolean lastReceivedEnded;
  private boolean started;
  private boolean broken;
  private boolean closed;

  /**
   * @param in read in large pieces; not closed
   * @param out written in large pieces, and flushed; not closed
   * @param name how messages call the peer until it has told its host name
   * @param stallSeconds how long to wait for the peer without any byte moving; no limit if 0
   * @param abort called at most once, from any thread: closes the link, so that blocked reads and
   *     writes end
   */
  public StreamPeer(
      InputStream in, OutputStream out, String name, long stallSeconds, Runnable abort) {
    this(in, out, name, stallSeconds, CLOSE_SECONDS, abort);
  }

  StreamPeer(
      InputStream in,
      OutputStream out,
      String name,
      long stallSeconds,
      long closeSeconds,
      Runnable abort) {
    this.closeSeconds = closeSeconds;
    this.name = name;
    this.watch = new StallWatch(stallSeconds, abort);
    this.reader = new ItemReader(new WatchedInput(in), name);
    this.writer = new ItemWriter(KeyTable.allOurs(), new WatchedOutput(out));
  }

  @Override
  public void start() throws IOException {
    synchronized (sending) {
      writer.writePreamble();
      started = true;
      flush();
    }
  }

  @Override
  public void send(Item item) throws IOException {
    synchronized (sending) {
      if (!started) {
        throw new IllegalStateException("The preamble comes first");
      }
      if (closed || broken) {
        // Broken off in the middle of a mail, or closed by the thread that receives.
        throw new PeerGoneException("write(" + name + ") failed: closed" + progress());
      }
      InputStream stream = item.stream();
      lastSentEnded = item.kind() == ItemKind.END_OF_LIST;
      if (!lastSentEnded) {
        lastSent = item.kind();
      }
      writer.writeRecord(item);
      if (stream != null) {
        // Stays so if the stream fails: nothing may follow half of it, not even X.
        broken = true;
        writer.writeStream(stream);
        broken = false;
      }
    }
  }

  @Override
  public void flush() throws IOException {
    synchronized (sending) {
      writer.flush();
    }
  }

  @Override
  public Item receive() throws IOException {
    if (!preambleRead) {
      remoteMinorVersion = reader.readVersion();
      reader.readKeyTables();
      preambleRead = true;
      lastReceived = ItemKind.HANDSHAKE;
    }
    Item item = reader.read();
    ItemKind kind = item.kind();
    lastReceivedEnded = kind == ItemKind.END_OF_LIST;
    if (!lastReceivedEnded) {
      lastReceived = kind;
    }
    if (kind == ItemKind.HANDSHAKE) {
      name = reader.peerName();
    } else if (kind == ItemKind.FINISH || kind == ItemKind.DONE) {
      peerFinished = true;
    }
    return item;
  }

  @Override
  public int remoteMinorVersion() {
    return remoteMinorVersion;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void close() throws IOException {
    watch.shorten(closeSeconds);
    try {
      synchronized (sending) {
        if (started && !closed && !broken) {
          if (!peerFinished) {
            writer.writeRecord(Item.DONE);
          }
          flush();
        }
        closed = true;
      }
    } catch (SyncException e) {
      // Nobody is left to hear it.
    } finally {
      watch.close();
    }
  }

  private PeerGoneException gone(String attempt, IOException cause) {
    if (watch.stalled()) {
      return new PeerGoneException(
          "dsync("
              + name
              + "): I/O has stalled, no activity for "
              + watch.limitSeconds()
              + " seconds"
              + progress());
    }
    String reason = cause == null ? "EOF" : cause.getMessage();
    return new PeerGoneException(attempt + "(" + name + ") failed: " + reason + progress(), cause);
  }

  /** How far the session came, in Dovecot's words. */
  private String progress() {
    if (remoteMinorVersion < 0) {
      return " (version not received)";
    }
    if (lastReceived == null) {
      return " (handshake not received)";
    }
    return " (last sent="
        + lastSent.itemName()
        + (lastSentEnded ? " (EOL)" : "")
        + ", last recv="
        + lastReceived.itemName()
        + (lastReceivedEnded ? " (EOL)" : "")
        + ")";
  }

  /** Reports the end of the stream by an exception, too. */
  private final class WatchedInput extends InputStream {
    private final InputStream in;

    WatchedInput(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      read(one, 0, 1);
      return one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int count;
      watch.enter();
      try {
        count = in.read(to, offset, length);
      } catch (SyncException e) {
        throw watch.stalled() ? gone("read", e) : e;
      } catch (IOException e) {
        throw gone("read", e);
      } finally {
        watch.leave();
      }
      if (count < 0) {
        throw gone("read", null);
      }
      return count;
    }
  }

  private final class WatchedOutput extends OutputStream {
    private final OutputStream out;

    WatchedOutput(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      watch.enter();
      try {
        out.write(from, offset, length);
      } catch (SyncException e) {
        throw watch.stalled() ? gone("write", e) : e;
      } catch (IOException e) {
        throw gone("write", e);
      } finally {
        watch.leave();
      }
    }

    @Override
    public void flush() throws IOException {
      watch.enter();
      try {
        out.flush();
      } catch (SyncException e) {
        throw watch.stalled() ? gone("write", e) : e;
      } catch (IOException e) {
        throw gone("write", e);
      } finally {
        watch.leave();
      }
    }
  }
}
