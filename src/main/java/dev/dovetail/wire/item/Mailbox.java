package dev.dovetail.wire.item;

import dev.dovetail.mail.Guid128;
import java.util.List;

/**
 * {@code B}: a mailbox offered by the initiator, or the responder's reply (dsync-protocol 3.5).
 *
 * @param firstRecentUid at most {@code uidNext}
 */
public record Mailbox(
    Guid128 mailboxGuid,
    long uidValidity,
    long uidNext,
    long messagesCount,
    long firstRecentUid,
    long highestModseq,
    long highestPvtModseq,
    boolean mailboxLost,
    boolean mailboxIgnore,
    List<CacheField> cacheFields,
    boolean haveGuids,
    boolean haveSaveGuids,
    boolean haveOnlyGuid128)
    implements Item {

  /**
   * A field of Dovecot's message cache (dsync-protocol 3.11).
   *
   * @param decision {@code n}, {@code t} or {@code y}, optionally followed by {@code F}
   * @param lastUsed seconds since the epoch; 0 if absent
   */
  public record CacheField(String name, String decision, long lastUsed) {}
}
