package dev.dovetail.wire;

import dev.dovetail.failure.FileReason;
import dev.dovetail.stream.BlockInput;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;

/**
 * A copy of the traffic for {@code -r}: one line of the file for each line of the stream, written
 * once the line is complete, as {@code <seconds>.<microseconds> O: ...} for sent and {@code I: ...}
 * for received (doveadm-interfaces 1.4). A failing copy never disturbs the traffic; {@link #close}
 * reports it.
 */
public final class Rawlog implements Closeable {
  /** A longer line of the stream goes on in another line of the file. */
  private static final int MAX_LINE = 64 * 1024;

  private final OutputStream file;
  private final Bytes sent = new Bytes(1024);
  private final Bytes received = new Bytes(1024);
  private final Bytes text = new Bytes(4096);
  private IOException failure;

  private Rawlog(OutputStream file) {
    this.file = file;
  }

  /**
   * Creates the file, readable by its owner only, or empties it.
   *
   * @throws IOException with a complete message, "creat(path) failed: reason"
   */
  public static Rawlog create(Path path) throws IOException {
    try {
      return new Rawlog(
          Channels.newOutputStream(
              Files.newByteChannel(
                  path,
                  Set.of(
                      StandardOpenOption.WRITE,
                      StandardOpenOption.CREATE,
                      StandardOpenOption.TRUNCATE_EXISTING),
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString("rw-------")))));
    } catch (IOException e) {
      throw new IOException("creat(" + path + ") failed: " + FileReason.of(e), e);
    }
  }

  /** A stream that copies what is read from {@code in}. */
  public InputStream input(InputStream in) {
    return new BlockInput() {
      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        int count = in.read(to, offset, length);
        if (count > 0) {
          copy(received, "I: ", to, offset, count);
        }
        return count;
      }
    };
  }

  /** A stream that copies what is written to {@code out}. */
  public OutputStream output(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] from, int offset, int length) throws IOException {
        out.write(from, offset, length);
        copy(sent, "O: ", from, offset, length);
      }
    };
  }

  private synchronized void copy(
      Bytes partial, String direction, byte[] from, int offset, int length) {
    byte[] prefix = null;
    int start = offset;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      boolean lineEnd = from[i] == '\n';
      if (lineEnd || partial.length + i - start >= MAX_LINE) {
        prefix = prefix == null ? prefix(direction) : prefix;
        text.put(prefix, 0, prefix.length);
        text.put(partial.array, 0, partial.length);
        text.put(from, start, lineEnd ? i : i + 1);
        text.put('\n');
        partial.length = 0;
        start = i + 1;
      }
    }
    partial.put(from, start, end);
    write();
  }

  private static byte[] prefix(String direction) {
    Instant now = Instant.now();
    String micros = Integer.toString(1_000_000 + now.getNano() / 1000).substring(1);
    return (now.getEpochSecond() + "." + micros + " " + direction)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private void write() {
    try {
      if (failure == null && text.length > 0) {
        file.write(text.array, 0, text.length);
      }
    } catch (IOException e) {
      failure = e;
    }
    text.length = 0;
  }

  /**
   * Writes lines that were not complete, and closes the file.
   *
   * @throws IOException if anything could not be written since the file was created
   */
  @Override
  public synchronized void close() throws IOException {
    if (received.length > 0) {
      copy(received, "I: ", new byte[] {'\n'}, 0, 1);
    }
    if (sent.length > 0) {
      copy(sent, "O: ", new byte[] {'\n'}, 0, 1);
    }
    try {
      file.close();
    } catch (IOException e) {
      failure = failure == null ? e : failure;
    }
    if (failure != null) {
      throw new IOException("The rawlog is not complete: " + failure.getMessage(), failure);
    }
  }
}
