package dev.dovetail.history;

import dev.dovetail.brain.Direction;
import java.io.IOException;
import java.util.Optional;

/** How two replicas sync. */
public interface Line {

  /**
   * A sync that ended.
   *
   * @param state what {@code -s} printed
   * @param writes the changes that our own ends made to their stores
   */
  record Run(String state, int writes) {}

  /** Whether this line can do this, and both ends keep their promises. */
  default boolean allows(Replica initiator, Direction direction) {
    return true;
  }

  /**
   * Runs one sync; returns when both ends are through.
   *
   * @throws IOException if it failed, as it does when it is interrupted
   */
  Run sync(
      Replica initiator,
      Replica responder,
      Direction direction,
      boolean full,
      Optional<String> state,
      Interruption interruption)
      throws IOException;
}
