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

  /**
   * A number that differs, in all likelihood, between two views that are not alike in every value a
   * sync cares about. The mailbox's GUID does not count. Never 0, at most 63 bits.
   */
  public long digest() {
    long digest = mix(mix(mix(uidValidity, uidNext), firstRecentUid), highestModseq);
    for (StoredMessage message : messages) {
      if (message.present()) {
        digest = mix(digest, message.uid());
        digest = mix(digest, message.guid().hashCode());
        digest = mix(digest, (long) message.keywords().hashCode() << 8 | message.flags());
      }
    }
    return (digest & Long.MAX_VALUE) | 1;
  }

  private static long mix(long digest, long value) {
    long mixed = (digest ^ value) * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 32);
  }

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
