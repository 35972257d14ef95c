package dev.dovetail.replicator;

/**
 * A user in the queue, as it is now.
 *
 * @param running whether the user is being synced
 * @param due when the next sync begins if nothing changes before; seconds since the epoch
 */
public record QueueStatus(QueueEntry entry, boolean running, long due) {}
