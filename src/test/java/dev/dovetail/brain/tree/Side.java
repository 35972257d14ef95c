package dev.dovetail.brain.tree;

import dev.dovetail.failure.SyncException;
import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.wire.item.MailboxDeletes;
import dev.dovetail.wire.item.MailboxDeletes.Delete;
import dev.dovetail.wire.item.MailboxTreeNode.Existence;
import java.util.ArrayList;
import java.util.List;

/** One end's tree and delete records, in a test's words. Names are joined with a slash. */
final class Side {
  private final MailboxTree tree = new MailboxTree();
  private final List<Delete> mailboxes = new ArrayList<>();
  private final List<Delete> directories = new ArrayList<>();
  private final List<Delete> unsubscribes = new ArrayList<>();
  private char separator = '/';

  static Side side() {
    return new Side();
  }

  /** A GUID that sorts like {@code number}. */
  static Guid128 guid(long number) {
    return new Guid128(number, 1);
  }

  Side separator(char newSeparator) {
    separator = newSeparator;
    return this;
  }

  /** A mailbox with UIDVALIDITY 1 and UIDNEXT 1. */
  Side box(String name, long guid) {
    return box(name, guid, 0);
  }

  Side box(String name, long guid, long renamed) {
    MailboxNode node = directory(name, renamed);
    tree.setGuid(node, guid(guid));
    node.uidValidity = 1;
    node.uidNext = 1;
    return this;
  }

  Side uids(String name, long uidValidity, long uidNext) {
    node(name).uidValidity = uidValidity;
    node(name).uidNext = uidNext;
    return this;
  }

  Side dir(String name) {
    directory(name, 0);
    return this;
  }

  Side dir(String name, long renamed) {
    directory(name, renamed);
    return this;
  }

  private MailboxNode directory(String name, long renamed) {
    MailboxNode node = node(name);
    node.existence = Existence.EXISTS;
    node.lastRenamedOrCreated = renamed;
    return node;
  }

  Side subscribed(String name, long time) {
    node(name).subscribed = true;
    node(name).lastSubscriptionChange = time;
    return this;
  }

  Side unsubscribed(String name, long time) {
    node(name).lastSubscriptionChange = time;
    return this;
  }

  Side deleted(long guid, long time) {
    mailboxes.add(new Delete(guid(guid), time));
    return this;
  }

  Side deletedName(String name, long time) {
    directories.add(new Delete(hash(name), time));
    return this;
  }

  Side unsubscribedName(String name, long time) {
    unsubscribes.add(new Delete(hash(name), time));
    return this;
  }

  private Guid128 hash(String name) {
    return Guid128.ofName(name.replace('/', separator));
  }

  private MailboxNode node(String name) {
    return tree.getOrCreate(MailboxName.split(name, '/'));
  }

  private MailboxDeletes deletes() {
    return new MailboxDeletes(
        separator, NameHashes.defaultEscape(separator), mailboxes, directories, unsubscribes);
  }

  private MailboxTree copy() throws SyncException {
    return TreeItems.fromItems(TreeItems.toItems(tree), name -> name);
  }

  TreeMerge.Result merge(Side remote, TreeDirection direction) throws SyncException {
    return TreeMerge.merge(
        new TreeMerge.Input(copy(), deletes(), remote.copy(), remote.deletes(), direction, '_'));
  }

  /** What this end does when it syncs with {@code remote}; one short text for each change. */
  List<String> changes(Side remote) throws SyncException {
    return changes(remote, TreeDirection.TWO_WAY);
  }

  List<String> changes(Side remote, TreeDirection direction) throws SyncException {
    List<String> texts = new ArrayList<>();
    for (TreeChange change : merge(remote, direction).changes()) {
      texts.add(text(change));
    }
    return texts;
  }

  private static String text(TreeChange change) {
    if (change instanceof TreeChange.CreateMailbox create) {
      return "create " + create.name() + " " + (create.guid().high());
    } else if (change instanceof TreeChange.CreateDirectory create) {
      return "mkdir " + create.name();
    } else if (change instanceof TreeChange.DeleteMailbox delete) {
      return "delete " + delete.name() + " " + delete.guid().high();
    } else if (change instanceof TreeChange.DeleteDirectory delete) {
      return "rmdir " + delete.name();
    } else if (change instanceof TreeChange.Rename rename) {
      return "rename " + rename.from() + " " + rename.to();
    } else if (change instanceof TreeChange.Subscribe subscribe) {
      return "subscribe " + subscribe.name();
    }
    return "unsubscribe " + ((TreeChange.Unsubscribe) change).name();
  }
}
