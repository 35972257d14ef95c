package dev.dovetail.wire.item;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;

/**
 * {@code N}: one node of the sender's mailbox tree (dsync-protocol 3.3).
 *
 * @param mailboxGuid {@link Guid128#EMPTY} for directories and for what does not exist
 * @param uidValidity 0 if unknown
 * @param uidNext 0 if unknown
 * @param lastRenamedOrCreated seconds since the epoch; 0 if unknown
 * @param lastSubscriptionChange seconds since the epoch; 0 if unknown
 */
public record MailboxTreeNode(
    MailboxName name,
    Existence existence,
    Guid128 mailboxGuid,
    long uidValidity,
    long uidNext,
    long lastRenamedOrCreated,
    boolean subscribed,
    long lastSubscriptionChange)
    implements Item {

  /** Whether the mailbox or directory exists. */
  public enum Existence {
    EXISTS('y'),
    NONEXISTENT('n'),
    DELETED('d');

    private final char letter;

    Existence(char letter) {
      this.letter = letter;
    }

    public char letter() {
      return letter;
    }
  }
}
