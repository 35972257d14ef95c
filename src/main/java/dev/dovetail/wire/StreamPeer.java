package dev.dovetail.wire;

import dev.dovetail.failure.SyncException;
import dev.dovetail.wire.item.Handshake;
import dev.dovetail.wire.item.Item;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** A peer at the other end of two byte streams. */
public final class StreamPeer implements Peer {
  /** What a Dovetail is told at least so often while we are at work. */
  private static final long KEEP_ALIVE_MILLIS = 5_000;

  /** Longer than any single step of a sync, unless it hangs. */
  private static final long LONGEST_STEP_MILLIS = 30L * 60 * 1_000;

  /** How long a peer that may be gone is waited for while we say goodbye. */
  private static final long CLOSE_SECONDS = 10;

  /**
   * How a peer is treated.
   *
   * @param stallSeconds how long to wait for the peer without progress; no limit if 0
   * @param keepAliveMillis the time after which a Dovetail hears that we are at work
   * @param stepMillis how long at one step that is said, and believed
   * @param closeSeconds how long it is waited for in the end
   */
  record Patience(long stallSeconds, long keepAliveMillis, long stepMillis, long closeSeconds) {}

  private final ItemReader reader;
  private final ItemWriter writer;
  private final StallWatch watch;
  private final Patience patience;
  private final DeflatedInput input;
  private final DeflatedOutput output;
  private final Object sending = new Object();
  private volatile String name;
  private volatile int remoteMinorVersion = -1;
  private volatile boolean preambleRead;
  private volatile boolean peerFinished;
  private volatile Handshake own;
  private volatile Handshake remote;
  private volatile long lastItem = System.nanoTime();
  private long lastSending = System.nanoTime();

  /** Whether what is being sent is no sign that the session goes on. */
  private boolean keepsAlive;

  private KeepAlive keepAlive;
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
   * @param stallSeconds how long to wait for the peer without progress; no limit if 0
   * @param abort called at most once, from any thread: closes the link, so that blocked reads and
   *     writes end
   */
  public StreamPeer(
      InputStream in, OutputStream out, String name, long stallSeconds, Runnable abort) {
    this(in, out, Optional.empty(), name, stallSeconds, abort);
  }

  /**
   * @param rawlog gets a copy of both directions, as they are without compression
   */
  public StreamPeer(
      InputStream in,
      OutputStream out,
      Optional<Rawlog> rawlog,
      String name,
      long stallSeconds,
      Runnable abort) {
    this(
        in,
        out,
        rawlog,
        name,
        new Patience(stallSeconds, KEEP_ALIVE_MILLIS, LONGEST_STEP_MILLIS, CLOSE_SECONDS),
        abort);
  }

  StreamPeer(
      InputStream in,
      OutputStream out,
      Optional<Rawlog> rawlog,
      String name,
      Patience patience,
      Runnable abort) {
    this.patience = patience;
    this.name = name;
    this.watch = new StallWatch(patience.stallSeconds(), abort);
    WatchedStreams streams = new WatchedStreams(watch, this::gone, () -> !keepsAlive);
    this.input = new DeflatedInput(streams.input(in), this::isDeflated);
    this.output = new DeflatedOutput(streams.output(out));
    this.reader = new ItemReader(rawlog.isPresent() ? rawlog.get().input(input) : input, name);
    this.writer =
        new ItemWriter(
            KeyTable.allOurs(), rawlog.isPresent() ? rawlog.get().output(output) : output);
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
      lastSending = System.nanoTime();
      lastItem = lastSending;
      if (item instanceof Handshake handshake) {
        own = handshake;
        deflateIfAgreed();
      }
    }
  }

  /** Both ends know by now that what follows their handshakes is compressed. */
  private boolean isDeflated() {
    return own != null
        && remote != null
        && isOneOfOurs(own)
        && isOneOfOurs(remote)
        && (own.dovetailDeflate() || remote.dovetailDeflate());
  }

  /** After our handshake, with which this must not be mixed up. */
  private void deflateIfAgreed() throws IOException {
    if (isDeflated()) {
      writer.flush();
      output.begin();
    }
  }

  @Override
  public void flush() throws IOException {
    synchronized (sending) {
      if (!closed) {
        writer.flush();
      }
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
    while (item == Item.KEEP_ALIVE && remote != null && isOneOfOurs(remote)) {
      if (!isStepTooLong()) {
        watch.progress();
      }
      item = reader.read();
    }
    watch.progress();
    lastItem = System.nanoTime();
    ItemKind kind = item.kind();
    lastReceivedEnded = kind == ItemKind.END_OF_LIST;
    if (!lastReceivedEnded) {
      lastReceived = kind;
    }
    if (kind == ItemKind.HANDSHAKE) {
      name = reader.peerName();
      meet((Handshake) item);
    } else if (kind == ItemKind.FINISH || kind == ItemKind.DONE) {
      peerFinished = true;
    }
    return item;
  }

  private static boolean isOneOfOurs(Handshake handshake) {
    return handshake.dovetailVersion() >= Handshake.DOVETAIL_LINK;
  }

  private void meet(Handshake handshake) throws IOException {
    synchronized (sending) {
      if (remote != null) {
        return;
      }
      remote = handshake;
      deflateIfAgreed();
      if (isOneOfOurs(handshake) && !closed) {
        keepAlive = KeepAlive.start(patience.keepAliveMillis(), this::sayWeAreAtWork);
      }
    }
  }

  /** Whether an end that has said nothing else for so long must be taken to hang. */
  private boolean isStepTooLong() {
    return System.nanoTime() - lastItem > patience.stepMillis() * 1_000_000;
  }

  /** Nobody is kept waiting by somebody who hangs, though. */
  private void sayWeAreAtWork() throws IOException {
    synchronized (sending) {
      long now = System.nanoTime();
      boolean isSilent = now - lastSending > patience.keepAliveMillis() * 500_000;
      if (isSilent && !isStepTooLong() && !closed && !broken && own != null) {
        keepsAlive = true;
        try {
          writer.writeRecord(Item.KEEP_ALIVE);
          writer.flush();
        } finally {
          keepsAlive = false;
        }
      }
    }
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
    watch.shorten(patience.closeSeconds());
    try {
      synchronized (sending) {
        if (started && !closed && !broken) {
          if (!peerFinished) {
            writer.writeRecord(Item.DONE);
          }
          flush();
        }
      }
    } catch (SyncException e) {
      // Nobody is left to hear it.
    } finally {
      forget();
      watch.close();
    }
  }

  private void forget() {
    synchronized (sending) {
      closed = true;
      output.close();
      if (keepAlive != null) {
        keepAlive.close();
      }
    }
  }

  private PeerGoneException gone(String attempt, IOException cause) {
    if (watch.stalled()) {
      return new PeerGoneException("dsync(" + name + "): " + watch.complaint() + progress());
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
}
