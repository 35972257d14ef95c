package dev.dovetail.transport.listen;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.text.TabEscaping;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client asks for (doveadm-interfaces 3.3).
 *
 * @param debug whether it wants to see debug messages
 * @param user whose mail it is about; may be empty
 * @param words the command's name and its arguments
 */
public record AskedCommand(boolean debug, String user, List<String> words) {
  public AskedCommand {
    words = List.copyOf(words);
  }

  /**
   * @throws SyncException if the line is no command
   */
  static AskedCommand parse(String line) throws SyncException {
    List<String> fields = new ArrayList<>();
    for (String field : line.split("\t", -1)) {
      fields.add(TabEscaping.unescape(field));
    }
    String flags = fields.remove(0);
    // 2.4: one more field, of what a proxy may want to know.
    if (flags.indexOf('x') >= 0 && !fields.isEmpty()) {
      fields.remove(0);
    }
    boolean known = flags.chars().allMatch(flag -> "vDx".indexOf(flag) >= 0);
    if (!known || fields.size() < 2) {
      throw new SyncException(Grade.TEMPORARY, "it sends no command but " + Shown.of(line));
    }
    return new AskedCommand(
        flags.indexOf('D') >= 0, fields.get(0), fields.subList(1, fields.size()));
  }

  /** 2.4: it tells how it wants its log, and the command follows. */
  static boolean isOption(String line) {
    return line.startsWith("\t\tOPTION\t");
  }
}
