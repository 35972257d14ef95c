package dev.dovetail.brain.tree;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.mail.Guid128;
import dev.dovetail.wire.item.MailboxDeletes;
import dev.dovetail.wire.item.MailboxTreeNode.Existence;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides what the local side has to change so that both trees become equal (dsync-protocol 5.3 to
 * 5.8). Pure: it sees no store. The peer computes its half with the same algorithm, so an order
 * that looks arbitrary is not.
 */
public final class TreeMerge {
  private final TreeSides sides;
  private final TemporaryNames temporary;
  private final TreeRename rename;
  private final Set<Guid128> conflicts = new HashSet<>();

  private TreeMerge(TreeSides sides) {
    this.sides = sides;
    this.temporary = new TemporaryNames(sides);
    this.rename = new TreeRename(sides, temporary);
  }

  /**
   * Both sides. The trees are used up: the merge changes them.
   *
   * @param localDeletes as {@link TreeFill} made them, not as {@link TreeDeletes} translates them
   * @param replacement for a separator inside a component (the initiator's {@code alt_char})
   */
  public record Input(
      MailboxTree local,
      MailboxDeletes localDeletes,
      MailboxTree remote,
      MailboxDeletes remoteDeletes,
      TreeDirection direction,
      char replacement) {}

  /**
   * What to do.
   *
   * @param changes to the local store, in order
   * @param tree the local tree as it will be then
   */
  public record Result(List<TreeChange> changes, MailboxTree tree) {}

  /**
   * Merges.
   *
   * @throws SyncException if the trees do not settle within the algorithm's limits
   */
  public static Result merge(Input input) throws SyncException {
    TreeSides sides = new TreeSides(input.local(), input.remote(), input.direction());
    TreeSettle settle = new TreeSettle(sides);
    char replacement = input.replacement();
    new DeleteRecords(input.remoteDeletes(), sides.remote, sides.local, replacement).mark();
    new DeleteRecords(input.localDeletes(), sides.local, sides.remote, replacement).mark();
    new TreeMerge(sides).moveMailboxes();
    settle.run();
    return new Result(sides.changes(), sides.local);
  }

  private void moveMailboxes() throws SyncException {
    int rounds = 0;
    do {
      if (++rounds > sides.loopLimit()) {
        throw new SyncException(
            Grade.TEMPORARY,
            "Merging the mailbox trees: names in conflict are not settled after "
                + rounds
                + " rounds; rename or delete one of the mailboxes in conflict");
      }
      deleteRecorded(sides.remote.root(), sides.remote, sides.local);
      deleteRecorded(sides.local.root(), sides.local, sides.remote);
      inheritTimes(sides.local.root());
      inheritTimes(sides.remote.root());
      rename.run();
      boolean again = temporary.settle();
      deleteWrong();
      create();
      if (!again) {
        return;
      }
    } while (true);
  }

  /** Deletes in both trees the mailboxes that {@code tree}'s side has recorded as deleted. */
  private void deleteRecorded(MailboxNode parent, MailboxTree tree, MailboxTree otherTree) {
    for (MailboxNode node : parent.childList()) {
      deleteRecorded(node, tree, otherTree);
      if (node.existence != Existence.DELETED || node.guid.isEmpty()) {
        continue;
      }
      MailboxNode other = otherTree.find(node.guid);
      if (sides.isTwoWay() && other != null && !MailboxTree.isInbox(other)) {
        if (otherTree == sides.local && other.existence != Existence.DELETED) {
          sides.emit(new TreeChange.DeleteMailbox(other.guid, other.storePath()));
        }
        otherTree.clear(other);
      }
      tree.clear(node);
    }
  }

  private static void inheritTimes(MailboxNode parent) {
    for (MailboxNode node : parent.children()) {
      node.lastRenamedOrCreated = Math.max(node.lastRenamedOrCreated, parent.lastRenamedOrCreated);
      inheritTimes(node);
    }
  }

  private void deleteWrong() {
    if (sides.preservesLocal()) {
      deleteWrong(sides.remote, sides.local);
    } else if (sides.preservesRemote()) {
      deleteWrong(sides.local, sides.remote);
    }
  }

  private void deleteWrong(MailboxTree tree, MailboxTree wantedTree) {
    for (MailboxNode node : tree.mailboxes()) {
      if (!MailboxTree.isInbox(node) && isWrong(node, wantedTree.findCounterpart(node))) {
        if (tree == sides.local) {
          sides.emit(new TreeChange.DeleteMailbox(node.guid, node.storePath()));
        }
        tree.clear(node);
      }
    }
  }

  /**
   * Deviation: Dovecot also deletes the receiver's mailbox if it has another UIDVALIDITY or a
   * higher UIDNEXT, and INBOX, which cannot be deleted, then fails in every run (dsync-protocol 10,
   * trap 13). Here the same mailbox is kept; making its content equal is the import's matter. The
   * sender sees no difference: its half of this merge changes nothing.
   */
  private static boolean isWrong(MailboxNode node, MailboxNode wanted) {
    return wanted == null || !wanted.isMailbox() || !wanted.guid.equals(node.guid);
  }

  private void create() {
    if (!sides.preservesLocal()) {
      for (MailboxNode source : sides.remote.mailboxes()) {
        createLocally(source);
      }
    }
    if (!sides.preservesRemote()) {
      for (MailboxNode source : sides.local.mailboxes()) {
        MailboxNode place = destination(source, sides.remote);
        if (place.guid.isEmpty()) {
          become(sides.remote, place, source);
        }
      }
    }
  }

  private void createLocally(MailboxNode source) {
    MailboxNode place = destination(source, sides.local);
    if (place.guid.equals(source.guid)) {
      return;
    }
    // A mailbox of that name and another GUID stays for now; carrying out settles which GUID it
    // keeps (dsync-protocol 5.6). A further round must not emit that again. Only INBOX and the like
    // can have a GUID here that the remote has under another name: who renamed INBOX got a new one.
    boolean mustWin = !place.guid.isEmpty() && sides.remote.find(place.guid) != null;
    if (place.guid.isEmpty() || conflicts.add(source.guid)) {
      sides.emit(
          new TreeChange.CreateMailbox(
              place.storePath(), source.guid, source.uidValidity, mustWin));
    }
    if (place.guid.isEmpty()) {
      become(sides.local, place, source);
    }
  }

  private static MailboxNode destination(MailboxNode source, MailboxTree tree) {
    MailboxNode known = tree.find(source.guid);
    return known != null ? known : tree.counterpart(source);
  }

  private static void become(MailboxTree tree, MailboxNode place, MailboxNode source) {
    tree.setGuid(place, source.guid);
    place.existence = Existence.EXISTS;
    place.uidValidity = source.uidValidity;
    place.uidNext = source.uidNext;
  }
}
