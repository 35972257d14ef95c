package dev.dovetail.transport.tcp;

import dev.dovetail.text.TabEscaping;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One command for a doveadm server (doveadm-interfaces 3.3).
 *
 * @param flags {@code D} for debug messages, {@code v} for a verbose run; may be empty
 * @param user whose mail it is about
 * @param words the command's name and its arguments
 */
public record ServerCommand(String flags, String user, List<String> words) {
  public ServerCommand {
    words = List.copyOf(words);
  }

  byte[] line() {
    StringBuilder line = new StringBuilder(flags);
    line.append('\t').append(TabEscaping.escape(user));
    for (String word : words) {
      line.append('\t').append(TabEscaping.escape(word));
    }
    return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }
}
