package dev.dovetail.wire.item;

import java.io.InputStream;

/**
 * {@code M}: a requested mail (dsync-protocol 3.9).
 *
 * @param guid empty if it was requested by UID
 * @param uid 0 unless it was requested by UID
 * @param pop3Uidl empty if there is none; null if absent
 * @param receivedDate seconds since the epoch
 * @param savedDate seconds since the epoch; 0 if unknown
 * @param stream null if the mail was expunged meanwhile; a received stream is valid until the next
 *     item is received, a sent one is read to its end and not closed
 */
public record Mail(
    String guid,
    long uid,
    String pop3Uidl,
    long pop3Order,
    long receivedDate,
    long savedDate,
    InputStream stream)
    implements Item {}
