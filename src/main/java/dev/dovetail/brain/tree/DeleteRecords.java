package dev.dovetail.brain.tree;

import dev.dovetail.mail.Guid128;
import dev.dovetail.wire.item.MailboxDeletes;
import dev.dovetail.wire.item.MailboxDeletes.Delete;
import dev.dovetail.wire.item.MailboxTreeNode.Existence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Marks in one side's tree what that side has recorded as deleted (dsync-protocol 5.3). */
final class DeleteRecords {
  private final MailboxDeletes deletes;
  private final MailboxTree sender;
  private final MailboxTree other;
  private final char replacement;

  /**
   * @param sender the tree of the side whose records these are
   * @param other the tree in which the deleted things may still be
   */
  DeleteRecords(MailboxDeletes deletes, MailboxTree sender, MailboxTree other, char replacement) {
    this.deletes = deletes;
    this.sender = sender;
    this.other = other;
    this.replacement = replacement;
  }

  void mark() {
    for (Delete delete : deletes.mailboxes()) {
      MailboxNode found = other.find(delete.id());
      if (found != null) {
        markMailbox(found);
      }
    }
    if (deletes.dirs().isEmpty() && deletes.unsubscribes().isEmpty()) {
      return;
    }
    Map<Guid128, MailboxNode> byHash = new HashMap<>();
    NameHashes hashes = new NameHashes(deletes.hierarchySep(), deletes.escapeChar(), replacement);
    addHashes(other.root(), hashes, byHash);
    for (Delete delete : deletes.dirs()) {
      markDirectory(byHash.get(delete.id()), delete.time());
    }
    for (Delete delete : deletes.unsubscribes()) {
      markUnsubscribed(byHash.get(delete.id()), delete.time());
    }
  }

  private static void addHashes(
      MailboxNode parent, NameHashes hashes, Map<Guid128, MailboxNode> byHash) {
    for (MailboxNode node : parent.children()) {
      List<Guid128> possible = hashes.of(node.fullName());
      for (Guid128 hash : possible) {
        byHash.putIfAbsent(hash, node);
      }
      addHashes(node, hashes, byHash);
    }
  }

  private void markMailbox(MailboxNode found) {
    // Deviation: Dovecot tries to delete INBOX, which empties it, and fails. A record of it appears
    // when INBOX was renamed and then deleted under its new name.
    if (MailboxTree.isInbox(found) || sender.find(found.guid) != null) {
      return;
    }
    MailboxNode node = sender.counterpart(found);
    if (node.exists() && !node.guid.isEmpty()) {
      return;
    }
    sender.setGuid(node, found.guid);
    node.existence = Existence.DELETED;
  }

  private void markDirectory(MailboxNode found, long time) {
    if (found == null || time <= found.lastRenamedOrCreated) {
      return;
    }
    MailboxNode node = sender.counterpart(found);
    if (!node.exists()) {
      node.existence = Existence.DELETED;
    }
  }

  private void markUnsubscribed(MailboxNode found, long time) {
    if (found == null || time <= found.lastSubscriptionChange) {
      return;
    }
    MailboxNode node = sender.counterpart(found);
    if (!node.exists()) {
      node.subscribed = false;
      node.lastSubscriptionChange = time;
    }
  }
}
