package dev.dovetail.brain;

/** Which way changes travel, seen from the initiator. */
public enum Direction {
  /** {@code sync}. */
  TWO_WAY,
  /** {@code sync -1}: to the responder, which keeps what it has besides. */
  ADD_TO_REMOTE,
  /** {@code sync -1 -R}. */
  ADD_FROM_REMOTE,
  /** {@code backup}: the responder becomes equal. */
  BACKUP,
  /** {@code backup -R}: the initiator becomes equal. */
  REVERSE_BACKUP
}
