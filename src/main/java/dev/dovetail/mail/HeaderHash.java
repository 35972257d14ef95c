package dev.dovetail.mail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Recognises a message by a few of its headers where there are no GUIDs: MD5 of the chosen header
 * lines, normalised (dsync-protocol 6.3). Immutable; any number of threads may ask.
 */
public final class HeaderHash {

  /** The hash of a message that has none of the headers. */
  public static final String EMPTY = "68b329da9893e34099c7d8ad5cb9c940";

  private static final int VERSION_MIN = 1;
  private static final int VERSION_MAX = 4;
  private static final int CHUNK = 8192;

  /** A header whose colon comes later than this is none that anybody hashes. */
  private static final int MAX_START = 64 * 1024;

  private final byte[][] names;
  private final int longestName;
  private final int version;

  /**
   * @param headers names, in any case; empty ones are ignored
   * @param version 1: as it is; 2: unusual bytes become question marks; 3: also without spaces; 4:
   *     also without tabs
   */
  public HeaderHash(List<String> headers, int version) {
    if (version < VERSION_MIN || version > VERSION_MAX) {
      throw new IllegalArgumentException("No header hash version " + version);
    }
    this.version = version;
    this.names = new byte[headers.size()][];
    int longest = 0;
    for (int i = 0; i < names.length; i++) {
      names[i] = headers.get(i).getBytes(StandardCharsets.ISO_8859_1);
      longest = Math.max(longest, names[i].length);
    }
    this.longestName = longest;
  }

  /**
   * Reads the message up to the end of its header, in pieces of a few kilobytes.
   *
   * @return 32 lower-case hexadecimal digits
   */
  public String of(InputStream message) throws IOException {
    Scan scan = new Scan();
    byte[] chunk = new byte[CHUNK];
    int length = message.read(chunk);
    while (length >= 0 && scan.take(chunk, length)) {
      length = message.read(chunk);
    }
    return scan.finish();
  }

  private boolean isWanted(byte[] name, int length) {
    for (byte[] candidate : names) {
      if (candidate.length == length && length > 0 && equalsIgnoringCase(candidate, name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean equalsIgnoringCase(byte[] one, byte[] other) {
    for (int i = 0; i < one.length; i++) {
      if (lower(one[i]) != lower(other[i])) {
        return false;
      }
    }
    return true;
  }

  private static int lower(byte value) {
    return value >= 'A' && value <= 'Z' ? value + 0x20 : value;
  }

  /** Where in a line the scan is. */
  private enum Place {
    LINE_START,
    NAME,
    /** White space behind the name, which a colon may follow. */
    AFTER_NAME,
    WANTED,
    UNWANTED
  }

  /** One pass over one header. A CR counts as data unless an LF follows it. */
  private final class Scan {
    private final MessageDigest digest = md5();
    private final byte[] out = new byte[CHUNK];
    private int outLength;

    /** The line so far, until it is known to be wanted: name and white space. */
    private byte[] start = new byte[128];

    private int startLength;
    private int nameLength;
    private Place place = Place.LINE_START;
    private boolean lastWanted;
    private boolean pendingCr;
    private boolean questionMarks;

    /** Returns false once the header has ended. */
    boolean take(byte[] bytes, int length) {
      for (int i = 0; i < length; i++) {
        byte value = bytes[i];
        if (pendingCr) {
          pendingCr = false;
          if (value != '\n') {
            takeData((byte) '\r');
          }
        }
        if (value == '\r') {
          pendingCr = true;
        } else if (value != '\n') {
          takeData(value);
        } else if (place == Place.LINE_START) {
          return false;
        } else {
          endLine();
        }
      }
      return true;
    }

    private void endLine() {
      if (place == Place.WANTED) {
        put((byte) '\n');
      } else {
        // A line without a colon is no header, and ends the one before.
        lastWanted = false;
      }
      place = Place.LINE_START;
    }

    private void takeData(byte value) {
      boolean blank = value == ' ' || value == '\t';
      if (place == Place.LINE_START) {
        if (blank) {
          place = lastWanted ? Place.WANTED : Place.UNWANTED;
        } else {
          place = Place.NAME;
          lastWanted = false;
          startLength = 0;
          nameLength = 0;
        }
      }
      if (place == Place.WANTED) {
        put(value);
      } else if (place != Place.UNWANTED) {
        takeStart(value, blank);
      }
    }

    private void takeStart(byte value, boolean blank) {
      if (value == ':') {
        decide();
        return;
      }
      if (blank) {
        place = Place.AFTER_NAME;
      } else if (place == Place.AFTER_NAME || ++nameLength > longestName) {
        place = Place.UNWANTED;
      }
      if (startLength == MAX_START) {
        place = Place.UNWANTED;
      } else if (place != Place.UNWANTED) {
        if (startLength == start.length) {
          start = Arrays.copyOf(start, startLength * 2);
        }
        start[startLength++] = value;
      }
    }

    private void decide() {
      lastWanted = isWanted(start, nameLength);
      place = lastWanted ? Place.WANTED : Place.UNWANTED;
      if (lastWanted) {
        for (int i = 0; i < startLength; i++) {
          put(start[i]);
        }
        put((byte) ':');
      }
    }

    private void put(byte value) {
      if (version == VERSION_MIN) {
        append(value);
      } else if (value == '\n' || value == '\t' || value == ' ') {
        questionMarks = false;
        boolean dropped = value == ' ' && version >= 3 || value == '\t' && version >= 4;
        if (!dropped) {
          append(value);
        }
      } else if (value < ' ' || value == 0x7f || value == '?') {
        // Bytes from 0x80 on are negative here.
        if (!questionMarks) {
          append((byte) '?');
        }
        questionMarks = true;
      } else {
        questionMarks = false;
        append(value);
      }
    }

    private void append(byte value) {
      if (outLength == out.length) {
        digest.update(out, 0, outLength);
        outLength = 0;
      }
      out[outLength++] = value;
    }

    String finish() {
      if (pendingCr) {
        takeData((byte) '\r');
      }
      if (place != Place.LINE_START) {
        endLine();
      }
      append((byte) '\n');
      digest.update(out, 0, outLength);
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no MD5", e);
    }
  }
}
