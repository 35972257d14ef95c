package dev.dovetail.brain.tree;

import dev.dovetail.failure.SyncException;
import dev.dovetail.wire.item.MailboxTreeNode;
import java.util.List;

/** Carries a tree over the wire. */
public final class TreeItems {
  private TreeItems() {}

  /** Depth first, parents first; nodes that tell nothing are left out. */
  public static List<MailboxTreeNode> toItems(MailboxTree tree) {
    throw new UnsupportedOperationException();
  }

  /**
   * Builds the remote tree, with names as the local store can hold them.
   *
   * @throws SyncException if the items contradict each other or are absurd in number or depth
   */
  public static MailboxTree fromItems(List<MailboxTreeNode> items, NameMapper names)
      throws SyncException {
    throw new UnsupportedOperationException();
  }
}
