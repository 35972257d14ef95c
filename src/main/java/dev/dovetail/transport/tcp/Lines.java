package dev.dovetail.transport.tcp;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Lines of a server that may say anything, each of bounded length. */
final class Lines {
  private Lines() {}

  /**
   * Reads to the next line feed and not a byte further.
   *
   * @param limit the most bytes that the line may have
   * @return the line as UTF-8, without its end
   * @throws EOFException if the stream ends before the line does
   */
  static String read(InputStream from, int limit) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int value = from.read(); value != '\n'; value = from.read()) {
      if (value < 0) {
        throw new EOFException("EOF");
      }
      if (line.size() == limit) {
        throw new SyncException(
            Grade.TEMPORARY,
            "a line of it has more than "
                + limit
                + " bytes: "
                + shown(line.toString(StandardCharsets.UTF_8)));
      }
      line.write(value);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** A server's text as it can stand in a message of ours. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder("'");
    for (int i = 0; i < text.length() && i < 80; i++) {
      char c = text.charAt(i);
      shown.append(c < ' ' || c == 0x7f || c == 0xfffd ? '?' : c);
    }
    return shown.append(text.length() > 80 ? "...'" : "'").toString();
  }
}
