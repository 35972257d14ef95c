package dev.dovetail.storage.list;

import dev.dovetail.mail.MailboxName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How mailbox names of one namespace look to the user (storage-formats 1.3).
 *
 * @param prefix what every name but INBOX begins with, {@code INBOX.} for example; may be empty
 * @param separator between the components of a full name; ASCII
 * @param ownsInbox whether the user's INBOX is in this namespace
 * @param specialUse mailboxes by special use flag ({@code \Trash})
 * @param subscriptions where they are if not in the namespace's own file
 * @param otherPrefixes of the user's other namespaces, written with {@code separator}
 */
public record NamespaceOptions(
    String prefix,
    char separator,
    boolean ownsInbox,
    Map<String, MailboxName> specialUse,
    Optional<SubscriptionPlace> subscriptions,
    List<String> otherPrefixes) {
  public NamespaceOptions {
    if (separator < ' ' || separator >= 0x7f) {
      throw new IllegalArgumentException("Not a hierarchy separator: " + (int) separator);
    }
    specialUse = Map.copyOf(specialUse);
    otherPrefixes = List.copyOf(otherPrefixes);
  }

  /** The only namespace of its user. */
  public NamespaceOptions(
      String prefix, char separator, boolean ownsInbox, Map<String, MailboxName> specialUse) {
    this(prefix, separator, ownsInbox, specialUse, Optional.empty(), List.of());
  }

  /**
   * Whether a name is of this namespace: that with the longest prefix of the name has it
   * (dsync-protocol 4.6).
   */
  public boolean holds(MailboxName name) {
    if (otherPrefixes.isEmpty() || ownsInbox && name.isInbox()) {
      return true;
    }
    // The separator behind it, so that a namespace's root counts as its own.
    String fullName = name.join(separator) + separator;
    int own = fullName.startsWith(prefix) ? prefix.length() : -1;
    for (String other : otherPrefixes) {
      if (other.length() > own && fullName.startsWith(other)) {
        return false;
      }
    }
    return true;
  }
}
