package dev.dovetail.wire.item;

import dev.dovetail.mail.Guid128;

/**
 * {@code S}: the last point that both ends had in common in a mailbox (dsync-protocol 3.2).
 *
 * @param lastUidvalidity 0 if the next sync must not rely on this state
 */
public record MailboxState(
    Guid128 mailboxGuid,
    long lastUidvalidity,
    long lastCommonUid,
    long lastCommonModseq,
    long lastCommonPvtModseq,
    long lastMessagesCount,
    boolean changesDuringSync)
    implements Item {}
