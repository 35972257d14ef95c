/**
 * Mailbox metadata (RFC 5464), which Dovecot keeps apart from the mailboxes in a dictionary
 * (storage-formats 3.19). Only dictionaries of the kind {@code file} can be read. Begin at {@link
 * dev.dovetail.storage.attribute.FileDictAttributes}.
 */
package dev.dovetail.storage.attribute;
