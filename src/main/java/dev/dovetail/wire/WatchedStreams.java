package dev.dovetail.wire;

import dev.dovetail.failure.OtherEndException;
import dev.dovetail.failure.SyncException;
import dev.dovetail.stream.BlockInput;
import dev.dovetail.stream.BlockOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/**
 * The streams of a link as a session uses them: a {@link StallWatch} sees each wait, and a failure
 * says how far the session came.
 */
final class WatchedStreams {

  /** Why a peer is gone. */
  interface Failure {

    /**
     * @param attempt {@code read} or {@code write}
     * @param cause null at the end of the stream
     */
    PeerGoneException of(String attempt, IOException cause);
  }

  private final StallWatch watch;
  private final Failure failure;
  private final BooleanSupplier sendingCounts;

  /**
   * @param sendingCounts whether what is being sent is a sign that the session goes on
   */
  WatchedStreams(StallWatch watch, Failure failure, BooleanSupplier sendingCounts) {
    this.watch = watch;
    this.failure = failure;
    this.sendingCounts = sendingCounts;
  }

  /** Reports the end of the stream by an exception, too. */
  InputStream input(InputStream in) {
    return new Input(in);
  }

  OutputStream output(OutputStream out) {
    return new Output(out);
  }

  /** What is to be thrown for an exception of the link. */
  private SyncException told(String attempt, IOException e) {
    boolean isComplete = e instanceof SyncException && !(e instanceof OtherEndException);
    return isComplete && !watch.stalled() ? (SyncException) e : failure.of(attempt, e);
  }

  private final class Input extends BlockInput {
    private final InputStream in;

    Input(InputStream in) {
      this.in = in;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int count;
      watch.enter();
      try {
        count = in.read(to, offset, length);
      } catch (IOException e) {
        throw told("read", e);
      } finally {
        watch.leave();
      }
      if (count < 0) {
        throw failure.of("read", null);
      }
      watch.came(count);
      return count;
    }
  }

  private final class Output extends BlockOutput {
    private final OutputStream out;

    Output(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      int end = offset + length;
      for (int at = offset; at < end; ) {
        int part = Math.min(end - at, watch.bytesInTime());
        send(from, at, part);
        at += part;
      }
    }

    @Override
    public void flush() throws IOException {
      send(new byte[0], 0, 0);
    }

    /** Flushes if there is nothing to write. */
    private void send(byte[] from, int offset, int length) throws IOException {
      boolean counts = sendingCounts.getAsBoolean();
      watch.enter();
      try {
        if (length > 0) {
          out.write(from, offset, length);
        } else {
          out.flush();
        }
      } catch (IOException e) {
        throw told("write", e);
      } finally {
        watch.leave();
      }
      if (counts) {
        watch.progress();
      }
    }
  }
}
