package dev.dovetail.brain.tree;

import dev.dovetail.storage.InMemoryStore;
import java.io.IOException;
import java.util.List;

/** One tree sync between two stores, each end computing its half, without a wire. */
final class TreeSync {
  private TreeSync() {}

  /** What both ends changed. */
  record Run(List<TreeChange> local, List<TreeChange> remote, List<String> reasons) {
    boolean isQuiet() {
      return local.isEmpty() && remote.isEmpty();
    }
  }

  static Run twoWay(InMemoryStore local, InMemoryStore remote) throws IOException {
    return run(local, remote, TreeDirection.TWO_WAY, TreeDirection.TWO_WAY);
  }

  static Run backup(InMemoryStore sender, InMemoryStore receiver) throws IOException {
    return run(sender, receiver, TreeDirection.PRESERVE_LOCAL, TreeDirection.PRESERVE_REMOTE);
  }

  private static Run run(
      InMemoryStore local,
      InMemoryStore remote,
      TreeDirection localDirection,
      TreeDirection remoteDirection)
      throws IOException {
    TreeMerge.Result localHalf = TreeMerge.merge(input(local, remote, localDirection));
    TreeMerge.Result remoteHalf = TreeMerge.merge(input(remote, local, remoteDirection));
    TreeApply.Outcome localOutcome =
        TreeApply.apply(local, localHalf, localDirection == TreeDirection.PRESERVE_REMOTE);
    TreeApply.Outcome remoteOutcome =
        TreeApply.apply(remote, remoteHalf, remoteDirection == TreeDirection.PRESERVE_REMOTE);
    List<String> reasons = new java.util.ArrayList<>(localOutcome.changesDuringSync());
    reasons.addAll(remoteOutcome.changesDuringSync());
    return new Run(localHalf.changes(), remoteHalf.changes(), reasons);
  }

  private static TreeMerge.Input input(
      InMemoryStore own, InMemoryStore other, TreeDirection direction) throws IOException {
    LocalTree ownTree = TreeFill.fill(own, TreeScope.ALL);
    LocalTree otherTree = TreeFill.fill(other, TreeScope.ALL);
    NameMapper names = name -> own.acceptableName(name, '_');
    return new TreeMerge.Input(
        ownTree.tree(),
        ownTree.deletes(),
        TreeItems.fromItems(TreeItems.toItems(otherTree.tree()), names),
        otherTree.deletes(),
        direction,
        '_');
  }
}
