package dev.dovetail.brain.tree;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.wire.ProtocolException;
import dev.dovetail.wire.item.MailboxTreeNode;
import dev.dovetail.wire.item.MailboxTreeNode.Existence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Carries a tree over the wire (dsync-protocol 3.3). */
public final class TreeItems {
  /** More nodes than this are refused, parents that are not listed included. */
  public static final int MAX_NODES = 1_000_000;

  /** Names with more components than this are refused. */
  public static final int MAX_DEPTH = 250;

  private final MailboxTree tree;
  private final NameMapper names;
  private final Set<MailboxName> wireNames = new HashSet<>();
  private final Map<MailboxNode, MailboxName> nameOf = new HashMap<>();

  private TreeItems(MailboxTree tree, NameMapper names) {
    this.tree = tree;
    this.names = names;
  }

  /** All nodes but the root, depth first, parents first, siblings in byte order. */
  public static List<MailboxTreeNode> toItems(MailboxTree tree) {
    List<MailboxTreeNode> items = new ArrayList<>(tree.nodeCount());
    addItems(tree.root(), items);
    return items;
  }

  private static void addItems(MailboxNode parent, List<MailboxTreeNode> items) {
    for (MailboxNode node : parent.children()) {
      items.add(
          new MailboxTreeNode(
              node.fullName(),
              node.existence,
              node.guid,
              node.uidValidity,
              node.uidNext,
              node.lastRenamedOrCreated,
              node.subscribed,
              node.lastSubscriptionChange));
      addItems(node, items);
    }
  }

  /**
   * Builds the remote tree, with names as the local store can hold them. If two remote names come
   * to the same local one, the mailbox whose name had to be changed gets its GUID appended.
   *
   * @throws ProtocolException if the items contradict each other, or are absurd in number or depth
   */
  public static MailboxTree fromItems(List<MailboxTreeNode> items, NameMapper names)
      throws ProtocolException {
    TreeItems reader = new TreeItems(new MailboxTree(), names);
    List<MailboxTreeNode> renamed = new ArrayList<>();
    for (MailboxTreeNode item : items) {
      reader.check(item);
      MailboxName local = names.toLocal(item.name());
      if (local.equals(item.name())) {
        reader.add(item, local);
      } else {
        renamed.add(item);
      }
    }
    for (MailboxTreeNode item : renamed) {
      reader.addRenamed(item);
    }
    return reader.tree;
  }

  private void check(MailboxTreeNode item) throws ProtocolException {
    if (item.name().components().size() > MAX_DEPTH) {
      throw refuse("a mailbox name of " + item.name().components().size() + " levels", item);
    }
    if (!wireNames.add(item.name())) {
      throw refuse("two nodes of the name '" + item.name() + "'", item);
    }
  }

  private void addRenamed(MailboxTreeNode item) throws ProtocolException {
    MailboxName local = names.toLocal(item.name());
    MailboxNode taken = tree.find(local);
    if (taken == null || !nameOf.containsKey(taken)) {
      add(item, local);
    } else if (!item.mailboxGuid().isEmpty()) {
      add(item, withGuid(local, item.mailboxGuid()));
    }
  }

  private static MailboxName withGuid(MailboxName name, Guid128 guid) {
    List<String> components = new ArrayList<>(name.components());
    int last = components.size() - 1;
    components.set(last, components.get(last) + "-" + guid);
    return new MailboxName(components);
  }

  private void add(MailboxTreeNode item, MailboxName local) throws ProtocolException {
    MailboxNode node = tree.getOrCreate(local);
    if (tree.nodeCount() > MAX_NODES) {
      throw refuse("more than " + MAX_NODES + " mailboxes", item);
    }
    nameOf.put(node, item.name());
    node.existence = item.existence();
    node.lastRenamedOrCreated = item.lastRenamedOrCreated();
    node.subscribed = item.subscribed();
    node.lastSubscriptionChange = item.lastSubscriptionChange();
    if (item.existence() == Existence.NONEXISTENT || item.mailboxGuid().isEmpty()) {
      return;
    }
    node.uidValidity = item.uidValidity();
    node.uidNext = item.uidNext();
    if (!tree.setGuid(node, item.mailboxGuid())) {
      MailboxName other = nameOf.get(tree.find(item.mailboxGuid()));
      throw refuse("the GUID " + item.mailboxGuid() + " for '" + other + "' as well", item);
    }
  }

  private static ProtocolException refuse(String what, MailboxTreeNode item) {
    return new ProtocolException(
        "The remote sent " + what + " in its mailbox tree, at '" + shortened(item.name()) + "'");
  }

  private static String shortened(MailboxName name) {
    String text = name.toString();
    return text.length() > 200 ? text.substring(0, 200) + "..." : text;
  }
}
