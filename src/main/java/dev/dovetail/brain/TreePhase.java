package dev.dovetail.brain;

import dev.dovetail.brain.tree.LocalTree;
import dev.dovetail.brain.tree.MailboxTree;
import dev.dovetail.brain.tree.NameMapper;
import dev.dovetail.brain.tree.TreeApply;
import dev.dovetail.brain.tree.TreeDeletes;
import dev.dovetail.brain.tree.TreeDirection;
import dev.dovetail.brain.tree.TreeItems;
import dev.dovetail.brain.tree.TreeMerge;
import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.MailStore;
import dev.dovetail.wire.item.MailboxDeletes;
import dev.dovetail.wire.item.MailboxTreeNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The exchange and merge of the mailbox trees: the sync's second chapter (dsync-protocol 5). */
final class TreePhase {

  private final MailStore store;
  private final Conversation conversation;
  private final TreeDirection direction;
  private final boolean changesStore;
  private final char replacement;
  private final Map<Guid128, Long> digests;

  /**
   * @param changesStore false for the sender of {@code -1}, which computes but changes nothing
   * @param replacement for characters that a name cannot have here
   * @param digests of our mailboxes, for a peer that understands them
   */
  TreePhase(
      MailStore store,
      Conversation conversation,
      TreeDirection direction,
      boolean changesStore,
      char replacement,
      Map<Guid128, Long> digests) {
    this.store = store;
    this.conversation = conversation;
    this.direction = direction;
    this.changesStore = changesStore;
    this.replacement = replacement;
    this.digests = digests;
  }

  /**
   * What came of it.
   *
   * @param tree the local tree as it is now, with what only the peer has if nothing was changed
   * @param remoteDigests what is in the peer's mailboxes, as far as it says
   */
  record Result(MailboxTree tree, TreeApply.Outcome outcome, Map<Guid128, Long> remoteDigests) {}

  /**
   * @param waitsForPeer the initiator sends its deletes after it knows how the peer separates
   *     names: 2.3.19.1 never ends where the separators differ (trap 16). The responder never waits
   */
  Result run(LocalTree local, boolean waitsForPeer) throws IOException {
    NameMapper names = name -> store.acceptableName(name, replacement);
    conversation.sendList(withDigests(TreeItems.toItems(local.tree())));
    if (!waitsForPeer) {
      conversation.send(local.deletes());
    }
    List<MailboxTreeNode> remote = new ArrayList<>();
    conversation.receiveList(MailboxTreeNode.class, remote::add);
    MailboxDeletes remoteDeletes = conversation.receive(MailboxDeletes.class);
    if (waitsForPeer) {
      conversation.send(TreeDeletes.forPeer(local.deletes(), remoteDeletes, remote, names));
    }
    TreeMerge.Result merged =
        TreeMerge.merge(
            new TreeMerge.Input(
                local.tree(),
                local.deletes(),
                TreeItems.fromItems(remote, names),
                remoteDeletes,
                direction,
                replacement));
    TreeApply.Outcome outcome =
        changesStore
            ? TreeApply.apply(store, merged, direction)
            : new TreeApply.Outcome(0, 0, 0, List.of());
    return new Result(merged.tree(), outcome, digestsOf(remote));
  }

  private List<MailboxTreeNode> withDigests(List<MailboxTreeNode> nodes) {
    List<MailboxTreeNode> described = new ArrayList<>(nodes.size());
    for (MailboxTreeNode node : nodes) {
      Long digest = digests.get(node.mailboxGuid());
      described.add(digest == null ? node : node.withDigest(digest));
    }
    return described;
  }

  private static Map<Guid128, Long> digestsOf(List<MailboxTreeNode> nodes) {
    Map<Guid128, Long> digests = new HashMap<>();
    for (MailboxTreeNode node : nodes) {
      if (node.dovetailDigest() != 0) {
        digests.put(node.mailboxGuid(), node.dovetailDigest());
      }
    }
    return digests;
  }
}
