package dev.dovetail.storage.list;

import dev.dovetail.mail.MailboxName;
import java.util.Map;

/**
 * How mailbox names of one namespace look to the user (storage-formats 1.3).
 *
 * @param prefix what every name but INBOX begins with, {@code INBOX.} for example; may be empty
 * @param separator between the components of a full name; ASCII
 * @param ownsInbox whether the user's INBOX is in this namespace
 * @param specialUse mailboxes by special use flag ({@code \Trash})
 */
public record NamespaceOptions(
    String prefix, char separator, boolean ownsInbox, Map<String, MailboxName> specialUse) {
  public NamespaceOptions {
    if (separator < ' ' || separator >= 0x7f) {
      throw new IllegalArgumentException("Not a hierarchy separator: " + (int) separator);
    }
    specialUse = Map.copyOf(specialUse);
  }
}
