package dev.dovetail.wire;

import dev.dovetail.stream.BlockOutput;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A stream to a peer that is given up if it takes nothing for too long, by the rule of {@link
 * StreamPeer}; for bytes that another process has written. Closing it leaves the stream open.
 */
public final class PatientOutput extends BlockOutput {
  private final OutputStream out;
  private final StallWatch watch;

  /**
   * @param stallSeconds how long to wait for the peer without progress; no limit if 0
   * @param abort called at most once, from any thread: makes a blocked write fail
   */
  public PatientOutput(OutputStream out, long stallSeconds, Runnable abort) {
    this.out = out;
    this.watch = new StallWatch(stallSeconds, abort);
  }

  /** Nothing of it stays in buffers of this process. */
  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    int end = offset + length;
    for (int at = offset; at < end; ) {
      int part = Math.min(end - at, watch.bytesInTime());
      watch.enter();
      try {
        out.write(from, at, part);
        out.flush();
      } finally {
        watch.leave();
      }
      watch.progress();
      at += part;
    }
  }

  @Override
  public void close() {
    watch.close();
  }
}
