package dev.dovetail.brain;

import java.util.Optional;

/**
 * How a sync that did not fail ended.
 *
 * @param desyncReason why another run is needed, if one is (exit code 2)
 * @param state the state for the next run's {@code -s}; empty text: none is valid, start over
 * @param counts what this end did, for the admin
 */
public record SyncOutcome(Optional<String> desyncReason, String state, Counts counts) {

  /** What one end changed in its own store. */
  public record Counts(
      int mailboxesCreated,
      int mailboxesDeleted,
      int mailboxesRenamed,
      int mailboxesSynced,
      int mailsSaved,
      int mailsExpunged,
      int mailsUpdated,
      int mailsRestored) {}
}
