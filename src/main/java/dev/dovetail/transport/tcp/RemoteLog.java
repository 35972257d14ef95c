package dev.dovetail.transport.tcp;

import dev.dovetail.log.Log;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a server logs while it works for us: lines of a type byte and a text, shown on our log
 * behind {@code remote(<server>): } (doveadm-interfaces 1.2, 3.2). Not thread-safe.
 */
final class RemoteLog {
  /** What a line has beyond this is dropped. */
  private static final int MAX_LINE = 64 * 1024;

  private final String prefix;
  private final Log log;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private String lastError;

  /**
   * @param prefix of each line
   */
  RemoteLog(String prefix, Log log) {
    this.prefix = prefix;
    this.log = log;
  }

  /** Takes some bytes; packets and lines need not end together. */
  void take(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        flush();
      } else if (line.size() < MAX_LINE) {
        line.write(bytes[i]);
      }
    }
  }

  /** Shows a line that has no end yet. */
  void flush() {
    if (line.size() == 0) {
      return;
    }
    byte[] bytes = line.toByteArray();
    line.reset();
    String text = new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8);
    say(bytes[0], text);
  }

  private void say(int type, String text) {
    String message = prefix + text;
    switch (type) {
      case 1 -> log.debug(() -> message);
      case 2 -> log.info(message);
      case 3 -> log.warning(message);
      default -> {
        lastError = text;
        log.error(message);
      }
    }
  }

  /** The last error line; null if there was none. */
  String lastError() {
    return lastError;
  }
}
