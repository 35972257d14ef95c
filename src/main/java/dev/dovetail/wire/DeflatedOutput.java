package dev.dovetail.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** What we send, compressed from {@link #begin} on, and complete up to each {@link #flush}. */
final class DeflatedOutput extends OutputStream {
  private static final int SIZE = 16 * 1024;

  private final OutputStream out;
  private OutputStream target;

  /** Null while nothing is compressed. */
  private Deflater deflater;

  DeflatedOutput(OutputStream out) {
    this.out = out;
    this.target = out;
  }

  /** Compresses what follows, if it does not so far. */
  void begin() {
    if (deflater == null) {
      deflater = new Deflater(Deflater.BEST_SPEED);
      target = new DeflaterOutputStream(out, deflater, SIZE, true);
    }
  }

  @Override
  public void write(int value) throws IOException {
    target.write(value);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    target.write(from, offset, length);
  }

  @Override
  public void flush() throws IOException {
    target.flush();
  }

  /** Frees what the JVM does not see; the stream below stays open. */
  @Override
  public void close() {
    if (deflater != null) {
      deflater.end();
    }
  }
}
