package dev.dovetail.wire.item;

import java.io.InputStream;

/**
 * {@code A}: one attribute of the mailbox (dsync-protocol 3.6). Exactly one of {@code value},
 * {@code stream} and {@code deleted} is there.
 *
 * @param value one character per byte; null if absent
 * @param stream null if absent; a received stream is valid until the next item is received
 * @param lastChange seconds since the epoch; 0 if unknown
 * @param modseq 0 if the change was not seen in the transaction log
 */
public record MailboxAttribute(
    boolean shared,
    String key,
    String value,
    InputStream stream,
    boolean deleted,
    long lastChange,
    long modseq)
    implements Item {}
