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
      boolean leftOver = dropsEmptied(local, remote);
      create(local, remote);
      walk(local, remote);
      settleSubscription(local, remote);
      if (leftOver) {
        local.existence = Existence.NONEXISTENT;
        sides.emit(new TreeChange.DeleteDirectory(local.storePath()));
      }
      delete(local, remote);
    }
  }

  /**
   * Deviation: Dovecot takes a directory that a rename has emptied for a new one and spreads it to
   * the other side (dsync-protocol 10, trap 33). Here it goes. A Dovecot at the other end that has
   * just created it learns that from our log in the next run.
   *
   * @return true if {@code local} is to be removed
   */
  private boolean dropsEmptied(MailboxNode local, MailboxNode remote) {
    if (isEmptied(remote) && !local.exists() && !sides.preservesRemote()) {
      remote.existence = Existence.NONEXISTENT;
    }
    return isEmptied(local) && !remote.exists() && !sides.preservesLocal();
  }

  /** Whether mailboxes were below it and now nothing is but directories like it. */
  private boolean isEmptied(MailboxNode node) {
    if (!oncePopulated.contains(node) || !isDirectory(node)) {
      return false;
    }
    return onlyEmptiedBelow(node);
  }

  private boolean onlyEmptiedBelow(MailboxNode node) {
    for (MailboxNode child : node.children()) {
      boolean kept = child.exists() && !isEmptied(child);
      if (kept || !child.exists() && !onlyEmptiedBelow(child)) {
        return false;
      }
    }
    return true;
  }

  private void create(MailboxNode local, MailboxNode remote) {
    boolean leftOver = isEmptied(local) && !remote.exists();
    if (local.exists()
        && remote.existence == Existence.NONEXISTENT
        && !leftOver
        && !sides.preservesRemote()) {
      remote.existence = Existence.EXISTS;
    }
    if (isDirectory(remote)
        && local.existence == Existence.NONEXISTENT
        && !sides.preservesLocal()) {
      local.existence = Existence.EXISTS;
      sides.emit(new TreeChange.CreateDirectory(local.storePath()));
    }
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
    long time = remote.lastSubscriptionChange;
    sides.emit(
        local.subscribed
            ? new TreeChange.Subscribe(name, time)
            : new TreeChange.Unsubscribe(name, time));
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
      sides.emit(new TreeChange.DeleteDirectory(local.storePath()));
    }
  }

  private static boolean isGone(MailboxNode node) {
    return node.existence == Existence.DELETED && !node.hasExistingDescendants();
  }

  private static boolean isDirectory(MailboxNode node) {
    return node.exists() && node.guid.isEmpty();
  }
}
