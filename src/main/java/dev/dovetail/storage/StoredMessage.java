package dev.dovetail.storage;

import java.util.List;

/**
 * One message of a mailbox.
 *
 * @param guid the message GUID, one character per byte; empty only if it is not known, which can
 *     happen to a message that is not present
 * @param flags bits of {@link dev.dovetail.mail.Flags#STORED}, pending requests included
 * @param keywords sorted, pending requests included
 * @param modseq the highest modseq of the mailbox if the store has none per message
 * @param present false if the index knows the message but its file has vanished
 */
public record StoredMessage(
    long uid, String guid, int flags, List<String> keywords, long modseq, boolean present) {}
