/**
 * Dovecot's index files: the transaction log, which is the database, and the snapshot that saves
 * reading all of it (storage-formats 3).
 *
 * <p>Begin with {@link dev.dovetail.storage.index.MailIndex}. A reader gets an {@link
 * dev.dovetail.storage.index.IndexState}; a writer takes a {@link
 * dev.dovetail.storage.index.LockedIndex} and appends an {@link
 * dev.dovetail.storage.index.IndexTransaction}; {@link dev.dovetail.storage.index.LogScan} tells
 * what happened since a modseq. The log is never rotated and the snapshot never written here.
 *
 * <p>Keyword names are strings with one character per byte.
 */
package dev.dovetail.storage.index;
