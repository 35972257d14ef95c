package dev.dovetail.storage;

/**
 * What came of a commit.
 *
 * @param uidConflict true if another process had taken a wanted UID meanwhile, so that saves got
 *     other UIDs than planned
 */
public record CommitResult(boolean uidConflict) {}
