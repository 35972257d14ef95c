package dev.dovetail.transport.tcp;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.text.TabEscaping;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * How a doveadm server answers a command (doveadm-interfaces 3.3).
 *
 * @param values what the command printed, row by row, without column titles
 * @param succeeded whether it said {@code +}
 * @param reason what follows the {@code -} of a failure, such as {@code NOUSER}; may be empty
 */
public record ServerReply(List<String> values, boolean succeeded, String reason) {
  /** A state string has some 50 bytes for each mailbox. */
  private static final int MAX_VALUES = 16 * 1024 * 1024;

  private static final int MAX_STATUS = 1024;

  /** Reads to the end of the status line and not a byte further: a dsync stream may follow. */
  static ServerReply read(InputStream from) throws IOException {
    String row = Lines.read(from, MAX_VALUES);
    String status = Lines.read(from, MAX_STATUS);
    if (!status.startsWith("+") && !status.startsWith("-")) {
      throw new SyncException(
          Grade.TEMPORARY, "its answer is neither + nor -, but " + Lines.shown(status));
    }
    return new ServerReply(values(row), status.startsWith("+"), status.substring(1));
  }

  /** Each value has a tab behind it. */
  private static List<String> values(String row) {
    List<String> values = new ArrayList<>();
    int start = 0;
    for (int tab = row.indexOf('\t'); tab >= 0; tab = row.indexOf('\t', start)) {
      values.add(TabEscaping.unescape(row.substring(start, tab)));
      start = tab + 1;
    }
    if (start < row.length()) {
      values.add(TabEscaping.unescape(row.substring(start)));
    }
    return List.copyOf(values);
  }
}
