package dev.dovetail.brain.tree;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.ListedMailbox;
import dev.dovetail.storage.MailStore;
import dev.dovetail.storage.MailboxLogRecord;
import dev.dovetail.wire.item.MailboxDeletes;
import dev.dovetail.wire.item.MailboxTreeNode.Existence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a store's tree, subscriptions and mailbox log (dsync-protocol 5.1). */
public final class TreeFill {
  private final MailStore store;
  private final TreeScope scope;
  private final MailboxTree tree;
  private final Set<Guid128> existingGuids = new HashSet<>();
  private final List<MailboxName> existingOutside = new ArrayList<>();
  private final Map<Guid128, Long> deletedMailboxes = new LinkedHashMap<>();
  private final Map<Guid128, Long> deletedNames = new LinkedHashMap<>();
  private final Map<Guid128, Long> unsubscribedNames = new LinkedHashMap<>();

  private TreeFill(MailStore store, TreeScope scope) {
    this.store = store;
    this.scope = scope;
    this.tree = new MailboxTree(store.namespaceRoots());
  }

  /**
   * Reads the store as it is now.
   *
   * @throws SyncException if the store lists one GUID twice
   */
  public static LocalTree fill(MailStore store, TreeScope scope) throws IOException {
    TreeFill fill = new TreeFill(store, scope);
    fill.addMailboxes();
    fill.addSubscriptions();
    fill.readLog(store.mailboxLog());
    return new LocalTree(fill.tree, fill.deletes());
  }

  private void addMailboxes() throws IOException {
    for (ListedMailbox listed : store.listMailboxes()) {
      if (!listed.guid().isEmpty()) {
        existingGuids.add(listed.guid());
      }
      if (!store.holds(listed.name())) {
        // Another namespace's prefix hides it.
        continue;
      }
      if (scope.admits(listed.name(), listed.guid())) {
        add(listed);
      } else {
        existingOutside.add(listed.name());
      }
    }
  }

  private void add(ListedMailbox listed) throws SyncException {
    MailboxNode node = tree.getOrCreate(listed.name());
    node.existence = Existence.EXISTS;
    node.uidValidity = listed.uidValidity();
    node.uidNext = listed.uidNext();
    if (!tree.setGuid(node, listed.guid())) {
      throw new SyncException(
          Grade.TEMPORARY,
          "Reading the mailbox tree of "
              + store.location()
              + ": '"
              + listed.name()
              + "' and '"
              + tree.find(listed.guid()).fullName()
              + "' have the same mailbox GUID "
              + listed.guid()
              + "; a copied mailbox must be given a new one, and a namespace that shows another's"
              + " mailboxes must have alias_for");
    }
  }

  private void addSubscriptions() throws IOException {
    for (MailboxName name : store.subscriptions()) {
      if (store.holds(name) && scope.admitsSubscription(name)) {
        tree.getOrCreate(name).subscribed = true;
      }
    }
  }

  private void readLog(List<MailboxLogRecord> log) {
    Map<Guid128, MailboxNode> byHash = log.isEmpty() ? Map.of() : nodesByHash();
    for (MailboxLogRecord entry : log) {
      MailboxNode node = byHash.get(entry.id());
      switch (entry.kind()) {
        case DELETE_MAILBOX -> {
          if (!existingGuids.contains(entry.id())) {
            deletedMailboxes.put(entry.id(), entry.time());
          }
        }
        case DELETE_DIRECTORY -> {
          if (node == null || !node.exists()) {
            deletedNames.put(entry.id(), entry.time());
          }
        }
        case RENAME -> {
          // What was renamed may be gone, and the name be left to a subscription.
          if (node != null && (node.exists() || node.hasExistingDescendants())) {
            node.lastRenamedOrCreated = entry.time();
          }
        }
        case SUBSCRIBE, UNSUBSCRIBE -> readSubscription(entry, node);
      }
    }
    // A mailbox out of scope exists all the same, and its name was not deleted.
    if (!deletedNames.isEmpty()) {
      for (MailboxName name : existingOutside) {
        deletedNames.remove(store.nameHash(name));
      }
    }
  }

  private void readSubscription(MailboxLogRecord entry, MailboxNode node) {
    if (node != null) {
      node.lastSubscriptionChange = entry.time();
    } else if (entry.kind() == MailboxLogRecord.Kind.UNSUBSCRIBE) {
      unsubscribedNames.put(entry.id(), entry.time());
    }
  }

  private Map<Guid128, MailboxNode> nodesByHash() {
    Map<Guid128, MailboxNode> byHash = new HashMap<>();
    addHashes(tree.root(), byHash);
    return byHash;
  }

  private void addHashes(MailboxNode node, Map<Guid128, MailboxNode> byHash) {
    for (MailboxNode child : node.children()) {
      byHash.put(store.nameHash(child.fullName()), child);
      addHashes(child, byHash);
    }
  }

  private MailboxDeletes deletes() {
    char separator = store.separator();
    return new MailboxDeletes(
        separator,
        NameHashes.defaultEscape(separator),
        list(deletedMailboxes),
        list(deletedNames),
        list(unsubscribedNames));
  }

  private static List<MailboxDeletes.Delete> list(Map<Guid128, Long> times) {
    List<MailboxDeletes.Delete> deletes = new ArrayList<>(times.size());
    for (Map.Entry<Guid128, Long> entry : times.entrySet()) {
      deletes.add(new MailboxDeletes.Delete(entry.getKey(), entry.getValue()));
    }
    return deletes;
  }
}
