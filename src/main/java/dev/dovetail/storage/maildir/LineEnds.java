package dev.dovetail.storage.maildir;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a mail with the line ends of the store and counts its sizes. LF is stored as LF and CR LF
 * becomes LF, or the reverse with {@code mail_save_crlf}; every other byte stays.
 *
 * <p>Deviation: Dovecot also shortens CR CR LF to CR LF and drops a CR at the very end. Here both
 * stay, so that a reader gets the same bytes from either replica.
 */
final class LineEnds {
  private final OutputStream out;
  private final boolean crlf;
  private final byte[] buffer = new byte[16 * 1024];
  private int filled;
  private long heldCrs;
  private long size;
  private long virtualSize;

  LineEnds(OutputStream out, boolean crlf) {
    this.out = out;
    this.crlf = crlf;
  }

  void write(byte[] bytes, int count) throws IOException {
    int at = 0;
    while (at < count) {
      byte b = bytes[at];
      if (b == '\r') {
        heldCrs++;
        at++;
      } else if (b == '\n') {
        endLine();
        at++;
      } else {
        releaseCrs();
        int end = endOfText(bytes, at, count);
        put(bytes, at, end - at);
        at = end;
      }
    }
  }

  private static int endOfText(byte[] bytes, int from, int count) {
    int at = from;
    while (at < count && bytes[at] != '\n' && bytes[at] != '\r') {
      at++;
    }
    return at;
  }

  /** Writes what is held back. Both sizes are known afterwards. */
  void finish() throws IOException {
    releaseCrs();
    flush();
  }

  /** Bytes written. */
  long size() {
    return size;
  }

  /** The size with CR LF line ends. */
  long virtualSize() {
    return virtualSize;
  }

  private void endLine() throws IOException {
    long crs = heldCrs;
    if (crs <= 1) {
      heldCrs = 0;
      if (crlf) {
        put((byte) '\r');
      } else {
        virtualSize++;
      }
    } else {
      releaseCrs();
    }
    put((byte) '\n');
  }

  private void releaseCrs() throws IOException {
    for (; heldCrs > 0; heldCrs--) {
      put((byte) '\r');
    }
  }

  private void put(byte[] bytes, int from, int count) throws IOException {
    if (count > buffer.length - filled) {
      flush();
    }
    if (count > buffer.length) {
      out.write(bytes, from, count);
    } else {
      System.arraycopy(bytes, from, buffer, filled, count);
      filled += count;
    }
    size += count;
    virtualSize += count;
  }

  private void put(byte b) throws IOException {
    if (filled == buffer.length) {
      flush();
    }
    buffer[filled++] = b;
    size++;
    virtualSize++;
  }

  private void flush() throws IOException {
    out.write(buffer, 0, filled);
    filled = 0;
  }
}
