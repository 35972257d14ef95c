package dev.dovetail.storage;

/**
 * What came of a commit.
 *
 * @param uidConflict true if another process had taken a wanted UID meanwhile, so that saves got
 *     other UIDs than planned
 * @param messageCount how many messages there are now; those known to have vanished do not count
 */
public record CommitResult(boolean uidConflict, int messageCount) {}
