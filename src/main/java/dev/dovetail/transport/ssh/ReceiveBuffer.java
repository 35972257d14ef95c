package dev.dovetail.transport.ssh;

import dev.dovetail.stream.BlockInput;
import dev.dovetail.stream.BlockOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has arrived and is not read yet. JSch has one thread for all that arrives, the permission to
 * send more included: while it waits here for a reader, a writer of ours can wait for ever. So the
 * buffer takes more than it should as long as somebody is writing.
 */
final class ReceiveBuffer {
  private static final int USUAL = 1024 * 1024;

  /** More than two lists of changes to the largest mailboxes need. */
  private static final int MOST = 64 * 1024 * 1024;

  private final Deque<byte[]> chunks = new ArrayDeque<>();
  private int size;
  private int offset;
  private int writers;
  private boolean ended;
  private boolean discarding;

  /** Where JSch puts what arrives. */
  OutputStream sink() {
    return new BlockOutput() {
      @Override
      public void write(byte[] bytes, int start, int length) throws IOException {
        put(bytes, start, length);
      }

      @Override
      public void close() {
        end();
      }
    };
  }

  /** Where we read it. */
  InputStream source() {
    return new BlockInput() {
      @Override
      public int read(byte[] bytes, int start, int length) throws IOException {
        return take(bytes, start, length);
      }
    };
  }

  /** Between {@code true} and {@code false} a writer may be waiting for the other end. */
  synchronized void writing(boolean begins) {
    writers += begins ? 1 : -1;
    notifyAll();
  }

  synchronized boolean isWriting() {
    return writers > 0;
  }

  /** From now on nothing is kept, and readers are at the end. */
  synchronized void discard() {
    discarding = true;
    chunks.clear();
    size = 0;
    offset = 0;
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  private synchronized void put(byte[] bytes, int start, int length) throws IOException {
    try {
      while (!discarding && !ended && size >= (writers > 0 ? MOST : USUAL)) {
        wait();
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
    if (!discarding && !ended && length > 0) {
      byte[] chunk = new byte[length];
      System.arraycopy(bytes, start, chunk, 0, length);
      chunks.add(chunk);
      size += length;
      notifyAll();
    }
  }

  private synchronized int take(byte[] bytes, int start, int length) throws IOException {
    try {
      while (chunks.isEmpty() && !ended && !discarding) {
        wait();
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
    if (chunks.isEmpty()) {
      return -1;
    }
    byte[] first = chunks.peek();
    int count = Math.min(length, first.length - offset);
    System.arraycopy(first, offset, bytes, start, count);
    offset += count;
    size -= count;
    if (offset == first.length) {
      chunks.remove();
      offset = 0;
    }
    notifyAll();
    return count;
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }
}
