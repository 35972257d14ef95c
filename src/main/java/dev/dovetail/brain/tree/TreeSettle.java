package dev.dovetail.brain.tree;

import dev.dovetail.mail.MailboxName;
import dev.dovetail.wire.item.MailboxTreeNode.Existence;
import java.util.HashSet;
import java.util.Set;

/** Directories and subscriptions, once the mailboxes are in their places (dsync-protocol 5.7). */
final class TreeSettle {
  private final TreeSides sides;
  private final Set<MailboxNode> oncePopulated = new HashSet<>();

  /** Looks at the trees as they are before the merge. */
  TreeSettle(TreeSides sides) {
    this.sides = sides;
    notePopulated(sides.local.root());
    notePopulated(sides.remote.root());
  }

  private boolean notePopulated(MailboxNode node) {
    boolean below = false;
    for (MailboxNode child : node.children()) {
      below |= notePopulated(child);
    }
    if (below && node.exists() && node.guid.isEmpty()) {
      oncePopulated.add(node);
    }
    return below || node.isMailbox();
  }

  void run() {
    walk(sides.local.root(), sides.remote.root());
  }

  private void walk(MailboxNode localParent, MailboxNode remoteParent) {
    for (MailboxNode remote : remoteParent.childList()) {
      sides.local.childOrCreate(localParent, remote.name);
    }
    for (MailboxNode local : localParent.childList()) {
      MailboxNode remote = sides.remote.childOrCreate(remoteParent, local.name);
      create(local, remote);
      walk(local, remote);
      settleSubscription(local, remote);
      delete(local, remote);
    }
  }

  private void create(MailboxNode local, MailboxNode remote) {
    // Deviation: Dovecot takes a directory that a rename has emptied for a new one and spreads it
    // to the other side. Here the emptied one is removed; a Dovecot at the other end that has just
    // created it learns that from our log in the next run.
    if (isEmptied(local) && !remote.exists() && !sides.preservesLocal()) {
      local.existence = Existence.DELETED;
      sides.emit(new TreeChange.DeleteDirectory(local.fullName()));
      return;
    }
    if (isEmptied(remote) && !local.exists() && !sides.preservesRemote()) {
      remote.existence = Existence.DELETED;
      return;
    }
    if (local.exists() && remote.existence == Existence.NONEXISTENT && !sides.preservesRemote()) {
      remote.existence = Existence.EXISTS;
    }
    if (remote.exists() && local.existence == Existence.NONEXISTENT && !sides.preservesLocal()) {
      local.existence = Existence.EXISTS;
      sides.emit(new TreeChange.CreateDirectory(local.fullName()));
    }
  }

  private boolean isEmptied(MailboxNode node) {
    return oncePopulated.contains(node) && node.exists() && !node.hasExistingDescendants();
  }

  private void settleSubscription(MailboxNode local, MailboxNode remote) {
    if (local.subscribed == remote.subscribed) {
      return;
    }
    if (localSubscriptionWins(local, remote)) {
      remote.subscribed = local.subscribed;
      return;
    }
    local.subscribed = remote.subscribed;
    MailboxName name = local.fullName();
    sides.emit(
        local.subscribed ? new TreeChange.Subscribe(name) : new TreeChange.Unsubscribe(name));
  }

  private boolean localSubscriptionWins(MailboxNode local, MailboxNode remote) {
    if (!sides.isTwoWay()) {
      return sides.preservesLocal();
    }
    if (local.lastSubscriptionChange != remote.lastSubscriptionChange) {
      return local.lastSubscriptionChange > remote.lastSubscriptionChange;
    }
    return local.subscribed;
  }

  private void delete(MailboxNode local, MailboxNode remote) {
    if (isGone(local) && isDirectory(remote) && !sides.preservesRemote()) {
      remote.existence = Existence.NONEXISTENT;
    } else if (isGone(remote) && isDirectory(local) && !sides.preservesLocal()) {
      local.existence = Existence.NONEXISTENT;
      sides.emit(new TreeChange.DeleteDirectory(local.fullName()));
    }
  }

  private static boolean isGone(MailboxNode node) {
    return node.existence == Existence.DELETED && !node.hasExistingDescendants();
  }

  private static boolean isDirectory(MailboxNode node) {
    return node.exists() && node.guid.isEmpty();
  }
}
