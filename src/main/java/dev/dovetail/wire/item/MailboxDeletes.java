package dev.dovetail.wire.item;

import dev.dovetail.mail.Guid128;
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

  /**
   * @param time seconds since the epoch
   */
  public record Delete(Guid128 id, long time) {}
}
