package dev.dovetail.storage;

/**
 * What filters need to know of a mail.
 *
 * @param receivedDate IMAP INTERNALDATE, seconds since the epoch
 * @param virtualSize size in bytes with CRLF line ends
 */
public record MailMetadata(long receivedDate, long virtualSize) {}
