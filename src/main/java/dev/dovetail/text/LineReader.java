package dev.dovetail.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Lines of somebody who may say anything, each of bounded length. Not thread-safe. */
public final class LineReader {
  private static final int BUFFER = 8192;

  private final InputStream in;
  private final int limit;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private boolean endedInside;

  /** A line that is not read: the next one can be. */
  public static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1;

    TooLongException(int limit) {
      super("a line has more than " + limit + " bytes");
    }
  }

  /**
   * @param limit the most bytes that a line may have
   */
  public LineReader(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /**
   * The next line as UTF-8, without its line feed.
   *
   * @return null at the end of the stream, where half a line counts as none
   * @throws TooLongException if it is too long; it has then been passed over
   */
  public String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean tooLong = false;
    while (fill()) {
      int feed = at;
      while (feed < end && buffer[feed] != '\n') {
        feed++;
      }
      tooLong |= line.size() + feed - at > limit;
      if (!tooLong) {
        line.write(buffer, at, feed - at);
      }
      boolean complete = feed < end;
      at = complete ? feed + 1 : end;
      if (complete && tooLong) {
        throw new TooLongException(limit);
      }
      if (complete) {
        return line.toString(StandardCharsets.UTF_8);
      }
    }
    endedInside = tooLong || line.size() > 0;
    return null;
  }

  /** Whether the stream, at its end now, has ended with half a line. */
  public boolean endedInside() {
    return endedInside;
  }

  private boolean fill() throws IOException {
    if (at < end) {
      return true;
    }
    at = 0;
    end = Math.max(in.read(buffer), 0);
    return end > 0;
  }
}
