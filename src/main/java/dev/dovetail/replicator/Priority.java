package dev.dovetail.replicator;

import java.util.Locale;
import java.util.Optional;

/**
 * How soon a user is to be synced (doveadm-interfaces 4.4). The order is that of importance, and
 * the ordinal is the number in {@code replicator.db}.
 */
public enum Priority {
  /** Nothing but the next full sync is due. */
  NONE,
  /** Something small has changed. */
  LOW,
  /** A mail has come. */
  HIGH,
  /** Somebody waits for the end of the sync. */
  SYNC;

  /** The word of sockets and command lines. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The priority that a word means; empty if it means none. */
  public static Optional<Priority> of(String word) {
    for (Priority priority : values()) {
      if (priority.word().equals(word)) {
        return Optional.of(priority);
      }
    }
    return Optional.empty();
  }
}
