package dev.dovetail.cli;

import dev.dovetail.os.RandomBytes;
import java.io.IOException;
import java.util.Base64;

/** Tells the lines of one run apart in a log, where {@code mail_log_prefix} asks for it. */
final class SessionId {
  private static final int BYTES = 16;

  private SessionId() {}

  static String next() throws IOException {
    return Base64.getEncoder().withoutPadding().encodeToString(RandomBytes.next(BYTES));
  }
}
