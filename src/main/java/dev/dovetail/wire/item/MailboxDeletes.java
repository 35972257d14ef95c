package dev.dovetail.wire.item;

import dev.dovetail.mail.Guid128;
import dev.dovetail.wire.FieldReader;
import dev.dovetail.wire.FieldWriter;
import dev.dovetail.wire.ItemKind;
import dev.dovetail.wire.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code D}: what the sender's mailbox log knows to be gone (dsync-protocol 3.4).
 *
 * @param hierarchySep the separator of the names that were hashed
 * @param escapeChar one character, or empty
 * @param mailboxes by mailbox GUID
 * @param dirs by name hash
 * @param unsubscribes by name hash
 */
public record MailboxDeletes(
    char hierarchySep,
    String escapeChar,
    List<Delete> mailboxes,
    List<Delete> dirs,
    List<Delete> unsubscribes)
    implements Item {

  private static final int MAX_DELETES = 100_000;

  /**
   * @param time seconds since the epoch
   */
  public record Delete(Guid128 id, long time) {}

  /** Whether there are hashes of names in it, which depend on the separator. */
  public boolean hashesNames() {
    return !dirs.isEmpty() || !unsubscribes.isEmpty();
  }

  /** Takes the fields of a received record. */
  public static MailboxDeletes decode(FieldReader in) throws ProtocolException {
    String separator = in.token("hierarchy_sep");
    if (separator.length() != 1) {
      throw in.invalid("hierarchy_sep", "not one byte");
    }
    String escape = in.token("escape_char");
    if (escape != null && escape.length() > 1) {
      throw in.invalid("escape_char", "longer than one byte");
    }
    return new MailboxDeletes(
        separator.charAt(0),
        escape == null ? "" : escape,
        decodeList(in, "mailboxes"),
        decodeList(in, "dirs"),
        decodeList(in, "unsubscribes"));
  }

  @Override
  public ItemKind kind() {
    return ItemKind.MAILBOX_DELETE;
  }

  @Override
  public void encode(FieldWriter out) {
    out.bytes("hierarchy_sep", String.valueOf(hierarchySep));
    out.bytes("escape_char", escapeChar);
    out.bytes("mailboxes", encodeList(mailboxes));
    out.bytes("dirs", encodeList(dirs));
    out.bytes("unsubscribes", encodeList(unsubscribes));
  }

  private static List<Delete> decodeList(FieldReader in, String key) throws ProtocolException {
    String text = in.bytes(key);
    if (text == null || text.isEmpty()) {
      return List.of();
    }
    List<Delete> deletes = new ArrayList<>();
    int start = 0;
    while (start <= text.length()) {
      int space = text.indexOf(' ', start);
      if (space < 0) {
        throw in.invalid(key, "not a list of GUIDs and times");
      }
      int next = text.indexOf(' ', space + 1);
      int end = next < 0 ? text.length() : next;
      try {
        Guid128 id = Guid128.parse(text.substring(start, space));
        deletes.add(new Delete(id, Long.parseLong(text.substring(space + 1, end))));
      } catch (IllegalArgumentException e) {
        throw in.invalid(key, "not a list of GUIDs and times");
      }
      if (deletes.size() > MAX_DELETES) {
        throw in.invalid(key, "a list of more than " + MAX_DELETES + " deletes");
      }
      start = end + 1;
    }
    return deletes;
  }

  private static String encodeList(List<Delete> deletes) {
    if (deletes.isEmpty()) {
      return null;
    }
    StringBuilder text = new StringBuilder(deletes.size() * 44);
    for (Delete delete : deletes) {
      if (text.length() > 0) {
        text.append(' ');
      }
      text.append(delete.id()).append(' ').append(delete.time());
    }
    return text.toString();
  }
}
