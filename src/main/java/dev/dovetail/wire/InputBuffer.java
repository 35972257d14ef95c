package dev.dovetail.wire;

import java.io.IOException;
import java.io.InputStream;

/**
 * Input in large pieces, taken out as lines or as raw bytes. The underlying stream must report its
 * end by an exception.
 */
final class InputBuffer {
  private static final int SIZE = 64 * 1024;

  private final InputStream in;
  byte[] bytes = new byte[SIZE];

  /** The first byte that was not taken. */
  int position;

  /** Behind the last byte that was read. */
  int limit;

  /** First byte of the line that {@link #readLine} found. */
  int lineStart;

  /** Behind its last byte, line end left out. */
  int lineEnd;

  InputBuffer(InputStream in) {
    this.in = in;
  }

  /**
   * Takes one line, which ends with LF or CR LF. It stays in {@link #bytes} until more is read.
   *
   * @return false if there is no line end within {@code maxLength} bytes
   */
  boolean readLine(int maxLength) throws IOException {
    int searched = 0;
    while (true) {
      int found = find(position + searched);
      if (found >= 0) {
        if (found - position > maxLength) {
          return false;
        }
        lineStart = position;
        position = found + 1;
        lineEnd = found > lineStart && bytes[found - 1] == '\r' ? found - 1 : found;
        return true;
      }
      searched = limit - position;
      if (searched > maxLength) {
        return false;
      }
      fill();
    }
  }

  private int find(int from) {
    byte[] array = bytes;
    int end = limit;
    for (int i = from; i < end; i++) {
      if (array[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Waits for at least one more byte. Moves what was not taken yet. */
  void fill() throws IOException {
    if (position == limit) {
      position = 0;
      limit = 0;
      if (bytes.length > SIZE) {
        // A rare giant line must not keep its memory for the rest of the session.
        bytes = new byte[SIZE];
      }
    } else if (limit == bytes.length) {
      byte[] target = position > 0 ? bytes : new byte[bytes.length * 2];
      System.arraycopy(bytes, position, target, 0, limit - position);
      bytes = target;
      limit -= position;
      position = 0;
    }
    limit += in.read(bytes, limit, bytes.length - limit);
  }
}
