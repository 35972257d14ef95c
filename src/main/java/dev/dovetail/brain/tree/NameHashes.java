package dev.dovetail.brain.tree;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * The hashes by which delete records name directories and subscriptions (dsync-protocol 3.4). They
 * are of the full name with the sender's separator, so the same mailbox has different hashes at
 * ends with different separators.
 *
 * @param separator the sender's
 * @param escape the sender's escape character, or empty
 * @param replacement what stands for a separator inside a component where nothing is escaped
 */
record NameHashes(char separator, String escape, char replacement) {

  /** The escape character that a Dovecot without an explicit setting announces. */
  static String defaultEscape(char separator) {
    return separator == '%' ? "~" : "%";
  }

  /**
   * The hashes that the sender may have for this name: one, unless a component has its separator.
   */
  List<Guid128> of(MailboxName name) {
    boolean special = false;
    for (String component : name.components()) {
      special |= component.indexOf(separator) >= 0;
      special |= !escape.isEmpty() && component.contains(escape);
    }
    if (!special) {
      return List.of(Guid128.ofName(name.join(separator)));
    }
    // Whether the sender escapes or replaces depends on a setting that it does not tell.
    return List.of(
        Guid128.ofName(joined(name, true)),
        Guid128.ofName(joined(name, false)),
        Guid128.ofName(name.join(separator)));
  }

  private String joined(MailboxName name, boolean escaping) {
    StringBuilder joined = new StringBuilder();
    for (String component : name.components()) {
      if (joined.length() > 0) {
        joined.append(separator);
      }
      for (int i = 0; i < component.length(); i++) {
        append(joined, component.charAt(i), escaping);
      }
    }
    return joined.toString();
  }

  private void append(StringBuilder joined, char c, boolean escaping) {
    boolean isEscape = !escape.isEmpty() && c == escape.charAt(0);
    if (escaping && !escape.isEmpty() && (c == separator || isEscape)) {
      joined.append(escape);
      for (byte unit : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
        joined.append(HexFormat.of().toHexDigits(unit));
      }
    } else {
      joined.append(c == separator ? replacement : c);
    }
  }
}
