package dev.dovetail.session;

import dev.dovetail.brain.SyncOutcome;
import dev.dovetail.brain.SyncOutcome.Counts;
import java.io.IOException;
import java.util.Optional;

/**
 * How a run ended. Exactly one of {@code outcome} and {@code failure} is there.
 *
 * @param state what {@code -s} prints, also after a failure (doveadm-interfaces 1.7)
 * @param otherCounts what the other end changed, where that was in this process
 */
public record SyncReport(
    Optional<SyncOutcome> outcome,
    Optional<IOException> failure,
    String state,
    Optional<Counts> otherCounts) {

  /** The state that doveadm prints for a run that came to nothing. */
  static final String NO_MAILBOXES = "AQAAAHm4+Jk=";

  static SyncReport success(SyncOutcome outcome) {
    return new SyncReport(
        Optional.of(outcome), Optional.empty(), outcome.state(), Optional.empty());
  }

  static SyncReport failure(IOException failure, String state) {
    return new SyncReport(Optional.empty(), Optional.of(failure), state, Optional.empty());
  }

  /** Adds what the other end did and noticed to a success. */
  SyncReport with(SyncOutcome other) {
    if (outcome.isEmpty()) {
      return this;
    }
    Optional<String> reason = outcome.get().desyncReason().or(other::desyncReason);
    SyncOutcome both = new SyncOutcome(reason, state, outcome.get().counts());
    return new SyncReport(Optional.of(both), Optional.empty(), state, Optional.of(other.counts()));
  }
}
