package dev.dovetail.brain.tree;

import dev.dovetail.failure.SyncException;
import dev.dovetail.wire.item.MailboxDeletes;
import java.util.List;

/**
 * Decides what the local side has to change so that both trees become equal (dsync-protocol 5.3 to
 * 5.8). Pure: it sees no store. The peer computes its half with the same algorithm.
 */
public final class TreeMerge {
  private TreeMerge() {}

  /**
   * Both sides. The trees are used up: the merge changes them.
   *
   * @param replacement for a separator inside a component (the sender's {@code alt_char})
   */
  public record Input(
      MailboxTree local,
      MailboxDeletes localDeletes,
      MailboxTree remote,
      MailboxDeletes remoteDeletes,
      TreeDirection direction,
      char replacement) {}

  /**
   * @param changes to the local store, in order
   * @param tree the local tree as it will be then
   */
  public record Result(List<TreeChange> changes, MailboxTree tree) {}

  /**
   * @throws SyncException if the trees cannot be merged within the algorithm's limits
   */
  public static Result merge(Input input) throws SyncException {
    throw new UnsupportedOperationException();
  }
}
