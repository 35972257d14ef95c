package dev.dovetail.brain.tree;

import dev.dovetail.mail.MailboxName;
import java.util.ArrayList;
import java.util.List;

/** Both trees of a running merge and the changes that it has emitted for the local store. */
final class TreeSides {
  final MailboxTree local;
  final MailboxTree remote;
  final TreeDirection direction;
  private final List<TreeChange> changes = new ArrayList<>();

  TreeSides(MailboxTree local, MailboxTree remote, TreeDirection direction) {
    this.local = local;
    this.remote = remote;
    this.direction = direction;
  }

  boolean preservesLocal() {
    return direction == TreeDirection.PRESERVE_LOCAL;
  }

  boolean preservesRemote() {
    return direction == TreeDirection.PRESERVE_REMOTE;
  }

  boolean isTwoWay() {
    return direction == TreeDirection.TWO_WAY;
  }

  void emit(TreeChange change) {
    if (!preservesLocal()) {
      changes.add(change);
    }
  }

  /**
   * Emits a rename that was just done to {@code node} if there is anything to rename.
   *
   * @param from the node's store path before
   */
  void emitRename(MailboxTree tree, MailboxName from, MailboxNode node) {
    node.storeName = null;
    boolean anythingThere = node.exists() || node.hasExistingDescendants();
    MailboxName to = node.storePath();
    if (tree == local && anythingThere && !from.equals(to)) {
      emit(new TreeChange.Rename(from, to, node.lastRenamedOrCreated));
    }
  }

  List<TreeChange> changes() {
    return changes;
  }

  /** The number after which a loop over the trees does not come to an end any more. */
  int loopLimit() {
    return 3 * (local.nodeCount() + remote.nodeCount() + 1);
  }
}
