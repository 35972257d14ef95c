package dev.dovetail.wire;

import dev.dovetail.stream.BlockInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What a peer sends, which is compressed behind its handshake if both ends have agreed on that. The
 * handshake is the line behind the first line that is a single dot.
 */
final class DeflatedInput extends BlockInput {
  private static final int SIZE = 64 * 1024;

  /** Begins every compressed stream (RFC 1950), and no record. */
  private static final byte ZLIB = 0x78;

  private enum Place {
    TABLES,
    HANDSHAKE,
    BEHIND
  }

  private final InputStream in;
  private final BooleanSupplier agreed;
  private final byte[] bytes = new byte[SIZE];
  private int position;
  private int limit;
  private Place place = Place.TABLES;

  /** Of the line that {@link #position} is in. */
  private int column;

  /** Whether that line is a dot so far. */
  private boolean isDot;

  /** Null while nothing is compressed. */
  private Inflater inflater;

  private boolean decided;

  /**
   * @param in reports its end by an exception
   * @param agreed asked once, when there is something behind the handshake
   */
  DeflatedInput(InputStream in, BooleanSupplier agreed) {
    this.in = in;
    this.agreed = agreed;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (inflater == null && position == limit) {
      if (decided) {
        return in.read(to, offset, length);
      }
      fill();
    }
    if (place == Place.BEHIND && !decided) {
      decided = true;
      // An end that fails before it has the other's handshake says so uncompressed.
      inflater = bytes[position] == ZLIB && agreed.getAsBoolean() ? new Inflater() : null;
    }
    if (inflater != null) {
      return inflate(to, offset, length);
    }
    int end = Math.min(limit, position + length);
    int count = (decided ? end : afterHandshake(end)) - position;
    System.arraycopy(bytes, position, to, offset, count);
    position += count;
    return count;
  }

  private void fill() throws IOException {
    position = 0;
    limit = in.read(bytes, 0, bytes.length);
  }

  /**
   * Goes through the lines up to {@code end}, or to the end of the handshake if that comes first.
   */
  private int afterHandshake(int end) {
    int at = position;
    while (at < end && place != Place.BEHIND) {
      byte next = bytes[at++];
      if (next == '\n') {
        if (place == Place.HANDSHAKE) {
          place = Place.BEHIND;
        } else if (isDot) {
          place = Place.HANDSHAKE;
        }
        column = 0;
        isDot = false;
      } else if (next != '\r') {
        isDot = column++ == 0 && next == '.';
      }
    }
    return at;
  }

  private int inflate(byte[] to, int offset, int length) throws IOException {
    try {
      int count = inflater.inflate(to, offset, length);
      while (count == 0) {
        if (inflater.finished() || inflater.needsDictionary()) {
          throw new ProtocolException("Received the end of a compressed stream that has none");
        }
        if (position == limit) {
          fill();
        }
        inflater.setInput(bytes, position, limit - position);
        position = limit;
        count = inflater.inflate(to, offset, length);
      }
      return count;
    } catch (DataFormatException e) {
      throw new ProtocolException("Received damaged compressed data: " + e.getMessage());
    }
  }
}
