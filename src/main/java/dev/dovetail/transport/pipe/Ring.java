package dev.dovetail.transport.pipe;

import dev.dovetail.stream.BlockInput;
import dev.dovetail.stream.BlockOutput;
import java.io.IOException;
import java.io.InterruptedIOException;

/** A bounded buffer between one writing and one reading thread. */
final class Ring {

  private final byte[] buffer;

  // Guarded by this.
  private int start;
  private int count;
  private boolean writerClosed;
  private boolean readerClosed;

  Ring(int capacity) {
    buffer = new byte[capacity];
  }

  synchronized int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (count == 0 && !writerClosed && !readerClosed) {
      await();
    }
    if (readerClosed) {
      throw new IOException("The link is closed");
    }
    if (count == 0) {
      return -1;
    }
    boolean wasFull = count == buffer.length;
    int taken = Math.min(length, count);
    int first = Math.min(taken, buffer.length - start);
    System.arraycopy(buffer, start, bytes, offset, first);
    System.arraycopy(buffer, 0, bytes, offset + first, taken - first);
    start = (start + taken) % buffer.length;
    count -= taken;
    if (wasFull) {
      notifyAll();
    }
    return taken;
  }

  synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      while (count == buffer.length && !readerClosed && !writerClosed) {
        await();
      }
      checkWritable();
      int given = Math.min(length - done, buffer.length - count);
      int end = (start + count) % buffer.length;
      int first = Math.min(given, buffer.length - end);
      System.arraycopy(bytes, offset + done, buffer, end, first);
      System.arraycopy(bytes, offset + done + first, buffer, 0, given - first);
      boolean wasEmpty = count == 0;
      count += given;
      done += given;
      if (wasEmpty) {
        notifyAll();
      }
    }
    if (length == 0) {
      checkWritable();
    }
  }

  private void checkWritable() throws IOException {
    if (writerClosed) {
      throw new IOException("The link is closed");
    }
    if (readerClosed) {
      throw new IOException("The other end has closed the link");
    }
  }

  @SuppressWarnings("WaitNotInLoop") // The callers loop.
  private void await() throws InterruptedIOException {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for the other end");
    }
  }

  synchronized int available() {
    return count;
  }

  synchronized void closeWriter() {
    writerClosed = true;
    notifyAll();
  }

  synchronized void closeReader() {
    readerClosed = true;
    notifyAll();
  }

  /** The reading side as a stream. */
  static final class In extends BlockInput {
    private final Ring ring;

    In(Ring ring) {
      this.ring = ring;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      java.util.Objects.checkFromIndexSize(offset, length, bytes.length);
      return ring.read(bytes, offset, length);
    }

    @Override
    public int available() {
      return ring.available();
    }

    @Override
    public void close() {
      ring.closeReader();
    }
  }

  /** The writing side as a stream. */
  static final class Out extends BlockOutput {
    private final Ring ring;

    Out(Ring ring) {
      this.ring = ring;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      java.util.Objects.checkFromIndexSize(offset, length, bytes.length);
      ring.write(bytes, offset, length);
    }

    @Override
    public void close() {
      ring.closeWriter();
    }
  }
}
