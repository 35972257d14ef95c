package dev.dovetail.brain.tree;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.mail.MailboxName;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds nodes that have different names in the two trees and moves them together (dsync-protocol
 * 5.5). At each name there are a local and a remote node, L1 and R2; R1 is where L1's mailbox is in
 * the remote tree, L2 where R2's is in the local one.
 */
final class TreeRename {
  /** Visits of nodes, over all passes, after which trees are taken for hostile. */
  private static final long MAX_VISITS = 2_000_000_000L;

  private final TreeSides sides;
  private final TemporaryNames temporary;
  private long visits;

  TreeRename(TreeSides sides, TemporaryNames temporary) {
    this.sides = sides;
    this.temporary = temporary;
  }

  /**
   * Moves until nothing is to be moved.
   *
   * @throws SyncException if that takes too long
   */
  void run() throws SyncException {
    int passes = 0;
    while (moveOne(sides.local.root(), sides.remote.root())) {
      if (++passes > sides.loopLimit() || visits > MAX_VISITS) {
        throw new SyncException(
            Grade.TEMPORARY,
            "Merging the mailbox trees: renames of the two sides do not settle after "
                + passes
                + " steps; rename or delete one of the mailboxes in conflict");
      }
    }
  }

  private boolean moveOne(MailboxNode localParent, MailboxNode remoteParent) {
    for (String name : namesBelow(localParent, remoteParent)) {
      visits++;
      MailboxNode local = sides.local.childOrCreate(localParent, name);
      MailboxNode remote = sides.remote.childOrCreate(remoteParent, name);
      if (move(local, remote) || moveOne(local, remote)) {
        return true;
      }
    }
    return false;
  }

  private static SortedSet<String> namesBelow(MailboxNode one, MailboxNode other) {
    SortedSet<String> names = new TreeSet<>(MailboxNode.BYTE_ORDER);
    for (MailboxNode child : one.children()) {
      names.add(child.name);
    }
    for (MailboxNode child : other.children()) {
      names.add(child.name);
    }
    return names;
  }

  private boolean move(MailboxNode l1, MailboxNode r2) {
    if (l1.guid.isEmpty() && r2.guid.isEmpty()) {
      MailboxNode r1 = directoryOf(l1, sides.remote);
      MailboxNode l2 = directoryOf(r2, sides.local);
      return r1 != null && l2 != null && !samePath(r1, l2) && resolve(l1, r1, l2, r2);
    }
    if (l1.guid.equals(r2.guid)) {
      return false;
    }
    MailboxNode r1 = l1.guid.isEmpty() ? null : sides.remote.find(l1.guid);
    MailboxNode l2 = r2.guid.isEmpty() ? null : sides.local.find(r2.guid);
    boolean known = r1 != null && r1.exists() || l2 != null && l2.exists();
    return known && resolve(l1, r1, l2, r2);
  }

  /** Where the first mailbox below {@code directory} has its parent in {@code tree}. */
  private static MailboxNode directoryOf(MailboxNode directory, MailboxTree tree) {
    for (MailboxNode child : directory.children()) {
      MailboxNode same = child.guid.isEmpty() ? null : tree.find(child.guid);
      MailboxNode found = same != null ? same.parent : directoryOf(child, tree);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static boolean samePath(MailboxNode one, MailboxNode other) {
    MailboxNode a = one;
    MailboxNode b = other;
    while (!a.isRoot() && !b.isRoot()) {
      if (!a.name.equals(b.name)) {
        return false;
      }
      a = a.parent;
      b = b.parent;
    }
    return a.isRoot() && b.isRoot();
  }

  private boolean resolve(MailboxNode l1, MailboxNode r1, MailboxNode l2, MailboxNode r2) {
    if (isFixed(l1) || isFixed(r1) || isFixed(l2) || isFixed(r2)) {
      return false;
    }
    return localWins(l1, r1, l2, r2)
        ? new Winner(sides.local, sides.remote, !sides.preservesLocal()).place(l1, r1, l2, r2)
        : new Winner(sides.remote, sides.local, !sides.preservesRemote()).place(r2, l2, r1, l1);
  }

  private boolean isFixed(MailboxNode node) {
    // Both trees have local names, but only the local one knows the namespace.
    return node != null && sides.local.isFixed(node);
  }

  private boolean localWins(MailboxNode l1, MailboxNode r1, MailboxNode l2, MailboxNode r2) {
    if (!sides.isTwoWay()) {
      return sides.preservesLocal();
    }
    long localTime = Math.max(timeOf(l1), timeOf(l2));
    long remoteTime = Math.max(timeOf(r1), timeOf(r2));
    return localTime != remoteTime ? localTime > remoteTime : SiblingOrder.compare(l1, r2) < 0;
  }

  private static long timeOf(MailboxNode node) {
    return node == null || node.temporary ? 0 : node.lastRenamedOrCreated + 1;
  }

  /**
   * Lets the names of one tree win over those of the other. {@code mayMakeRoom} says whether the
   * winning tree may be changed as well, to keep out of loops.
   */
  private final class Winner {
    private final MailboxTree winner;
    private final MailboxTree loser;
    private final boolean mayMakeRoom;

    Winner(MailboxTree winner, MailboxTree loser, boolean mayMakeRoom) {
      this.winner = winner;
      this.loser = loser;
      this.mayMakeRoom = mayMakeRoom;
    }

    /**
     * @param wanted the winner's node at the name
     * @param same where {@code wanted}'s mailbox is in the loser's tree, or null
     * @param displaced where {@code occupant}'s mailbox is in the winner's tree, or null
     * @param occupant the loser's node at the name
     */
    boolean place(
        MailboxNode wanted, MailboxNode same, MailboxNode displaced, MailboxNode occupant) {
      if (displaced == null || same != null && same != occupant) {
        temporary.rename(loser, occupant, occupant.parent);
        moveTo(same, wanted);
        return true;
      }
      if (same != null) {
        return false;
      }
      if (mayMakeRoom && (displaced == wanted || displaced.isAncestorOf(wanted))) {
        temporary.rename(winner, wanted, displaced.parent);
        return true;
      }
      if (mayMakeRoom && wanted.isAncestorOf(displaced)) {
        temporary.rename(winner, displaced, wanted.parent);
        return true;
      }
      if (wanted.exists()) {
        temporary.rename(loser, occupant, occupant.parent);
        return true;
      }
      return false;
    }

    private void moveTo(MailboxNode node, MailboxNode place) {
      MailboxNode newParent = loser.counterpart(place.parent);
      if (node == newParent || node.isAncestorOf(newParent)) {
        temporary.rename(loser, node, loser.root());
        return;
      }
      MailboxNode inTheWay = newParent.child(place.name);
      if (inTheWay != null && inTheWay != node) {
        temporary.rename(loser, inTheWay, newParent);
      }
      MailboxName from = node.storePath();
      loser.move(node, newParent, place.name);
      node.temporary = place.temporary;
      node.lastRenamedOrCreated = place.lastRenamedOrCreated;
      sides.emitRename(loser, from, node);
    }
  }
}
