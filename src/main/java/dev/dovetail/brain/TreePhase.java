package dev.dovetail.brain;

import dev.dovetail.brain.tree.LocalTree;
import dev.dovetail.brain.tree.MailboxGuids;
import dev.dovetail.brain.tree.MailboxTree;
import dev.dovetail.brain.tree.NameMapper;
import dev.dovetail.brain.tree.TreeApply;
import dev.dovetail.brain.tree.TreeDeletes;
import dev.dovetail.brain.tree.TreeDirection;
import dev.dovetail.brain.tree.TreeItems;
import dev.dovetail.brain.tree.TreeMerge;
import dev.dovetail.brain.tree.TreeScope;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.MailStore;
import dev.dovetail.wire.item.MailboxDeletes;
import dev.dovetail.wire.item.MailboxTreeNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The exchange and merge of the mailbox trees: the sync's second chapter (dsync-protocol 5). */
final class TreePhase {

  private final MailStore store;
  private final Conversation conversation;
  private final SyncTerms terms;
  private final TreeScope scope;
  private final Map<Guid128, Long> digests;

  /**
   * @param scope which of the peer's mailboxes may come here
   * @param digests of our mailboxes, for a peer that understands them
   */
  TreePhase(
      MailStore store,
      Conversation conversation,
      SyncTerms terms,
      TreeScope scope,
      Map<Guid128, Long> digests) {
    this.store = store;
    this.conversation = conversation;
    this.terms = terms;
    this.scope = scope;
    this.digests = digests;
  }

  /**
   * What came of it.
   *
   * @param tree the local tree as it is now, with what only the peer has if nothing was changed
   * @param remote the mailboxes that the peer listed
   * @param outOfScope mailboxes that the peer listed although this sync leaves them out
   */
  record Result(
      MailboxTree tree,
      TreeApply.Outcome outcome,
      Map<Guid128, MailboxTreeNode> remote,
      Set<Guid128> outOfScope) {}

  Result run(LocalTree local) throws IOException {
    // 2.3.19.1 never ends where the separators differ, so it hears of deleted names in its own
    // (trap 16). As initiator and as responder it sends its own without waiting. Without names
    // there
    // is nothing to wait for.
    boolean waitsForPeer =
        !terms.isResponder() || !terms.peerIsDovetail() && local.deletes().hashesNames();
    char replacement = terms.replacement();
    NameMapper names = name -> store.acceptableName(name, replacement);
    if (terms.isResponder() && terms.treeDirection() == TreeDirection.PRESERVE_LOCAL) {
      // Our deletes leave before the peer's tree arrives; then it would be too late.
      refuseEmptySource(local.tree(), true);
    }
    // An initiator, who waits for the peer's deletes anyway, loses no time by it.
    boolean listensFirst =
        terms.changesOwnStore()
            && !terms.peerIsDovetail()
            && (!terms.isResponder() || MailboxGuids.areLost(local.tree()));
    if (!listensFirst) {
      sendTree(local, waitsForPeer);
    }
    List<MailboxTreeNode> remote = new ArrayList<>();
    Set<Guid128> outOfScope = new HashSet<>();
    conversation.receiveList(
        MailboxTreeNode.class, node -> remote.add(restricted(node, names, outOfScope)));
    MailboxDeletes remoteDeletes = conversation.receive(MailboxDeletes.class);
    MailboxTree remoteTree = TreeItems.fromItems(remote, names);
    if (listensFirst) {
      boolean lostOnly = terms.treeDirection() != TreeDirection.TWO_WAY || terms.remoteIsFixed();
      MailboxGuids.takeOver(store, local, remoteTree, remoteDeletes, lostOnly);
      sendTree(local, waitsForPeer);
    }
    if (terms.treeDirection() == TreeDirection.PRESERVE_LOCAL) {
      refuseEmptySource(local.tree(), hasMailboxes(remoteTree));
    } else if (terms.treeDirection() == TreeDirection.PRESERVE_REMOTE) {
      refuseEmptySource(remoteTree, hasMailboxes(local.tree()));
    }
    if (waitsForPeer) {
      conversation.send(TreeDeletes.forPeer(local.deletes(), remoteDeletes, remote, names));
    }
    TreeMerge.Result merged =
        TreeMerge.merge(
            new TreeMerge.Input(
                local.tree(),
                local.deletes(),
                remoteTree,
                remoteDeletes,
                terms.treeDirection(),
                replacement));
    TreeApply.Outcome outcome =
        terms.changesOwnStore()
            ? TreeApply.apply(store, merged, terms.remoteIsFixed())
            : new TreeApply.Outcome(0, 0, 0, List.of());
    return new Result(merged.tree(), outcome, mailboxesOf(remote), outOfScope);
  }

  private void sendTree(LocalTree local, boolean waitsForPeer) throws IOException {
    conversation.sendList(described(TreeItems.toItems(local.tree())));
    if (!waitsForPeer) {
      conversation.send(local.deletes());
    }
  }

  /** A source that is not mounted or has lost everything must not empty its backup. */
  private void refuseEmptySource(MailboxTree source, boolean destinationHasMailboxes)
      throws SyncException {
    if (scope == TreeScope.ALL && destinationHasMailboxes && !hasMailboxes(source)) {
      throw new SyncException(
          Grade.NOT_FOUND,
          "The source of the backup has no mailbox at all, and the destination was left as it is;"
              + " check that the source's mail location exists and is mounted");
    }
  }

  private static boolean hasMailboxes(MailboxTree tree) {
    return !tree.mailboxes().isEmpty();
  }

  /**
   * A mailbox that is out of scope is as good as absent; its subscription is not (5.8), unless it
   * is another namespace's.
   */
  private MailboxTreeNode restricted(
      MailboxTreeNode node, NameMapper names, Set<Guid128> outOfScope) {
    boolean held = store.holds(node.name());
    if (held && (node.existence() != MailboxTreeNode.Existence.EXISTS || admits(node, names))) {
      return node;
    }
    if (!node.mailboxGuid().isEmpty()) {
      outOfScope.add(node.mailboxGuid());
    }
    return new MailboxTreeNode(
        node.name(),
        MailboxTreeNode.Existence.NONEXISTENT,
        Guid128.EMPTY,
        0,
        0,
        node.lastRenamedOrCreated(),
        node.subscribed() && held,
        held ? node.lastSubscriptionChange() : 0);
  }

  private boolean admits(MailboxTreeNode node, NameMapper names) {
    return scope == TreeScope.ALL
        || scope.admitsRemote(node.name(), names.toLocal(node.name()), node.mailboxGuid());
  }

  /** Dovecot fails on a name of no namespace, and above a prefix such as {@code a/b/} is one. */
  private List<MailboxTreeNode> described(List<MailboxTreeNode> nodes) {
    List<MailboxTreeNode> described = new ArrayList<>(nodes.size());
    for (MailboxTreeNode node : nodes) {
      if (store.holds(node.name())) {
        Long digest = digests.get(node.mailboxGuid());
        described.add(digest == null ? node : node.withDigest(digest));
      }
    }
    return described;
  }

  private static Map<Guid128, MailboxTreeNode> mailboxesOf(List<MailboxTreeNode> nodes) {
    Map<Guid128, MailboxTreeNode> mailboxes = new HashMap<>();
    for (MailboxTreeNode node : nodes) {
      if (!node.mailboxGuid().isEmpty()) {
        mailboxes.put(node.mailboxGuid(), node);
      }
    }
    return mailboxes;
  }
}
