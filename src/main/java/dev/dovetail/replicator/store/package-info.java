/**
 * The queue on disk: a file with a line for each user, and a journal beside it of what has happened
 * since. Begin with {@link dev.dovetail.replicator.store.QueueStore}; a line is an {@code
 * EntryLine}. Dovecot's {@code replicator.db} is read, too (doveadm-interfaces 4.7).
 */
package dev.dovetail.replicator.store;
