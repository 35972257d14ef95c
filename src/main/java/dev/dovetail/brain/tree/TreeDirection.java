package dev.dovetail.brain.tree;

/** Which side may change in a tree merge. */
public enum TreeDirection {
  /**
   * Both; {@code sync -1} computes the same, but its sender applies nothing (dsync-protocol 4.5).
   */
  TWO_WAY,
  /** The local side is the backup sender: nothing is emitted. */
  PRESERVE_LOCAL,
  /** The local side is the backup receiver: it becomes like the remote. */
  PRESERVE_REMOTE
}
