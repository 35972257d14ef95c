package dev.dovetail.storage;

import dev.dovetail.mail.Guid128;
import java.util.List;

/**
 * A mailbox at one moment.
 *
 * @param firstRecentUid messages from this UID on are \Recent; at most {@code uidNext}
 * @param highestModseq at least 1
 * @param messages in ascending order of UID, vanished ones included
 */
public record MailboxView(
    Guid128 guid,
    long uidValidity,
    long uidNext,
    long firstRecentUid,
    long highestModseq,
    List<StoredMessage> messages) {

  /** The number of messages whose files are there. */
  public int presentCount() {
    int count = 0;
    for (StoredMessage message : messages) {
      if (message.present()) {
        count++;
      }
    }
    return count;
  }
}
