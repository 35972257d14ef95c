package dev.dovetail.brain.tree;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.wire.item.MailboxTreeNode.Existence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The mailboxes, directories and subscribed names of one side (dsync-protocol 5.1). Every GUID
 * occurs once. Names are those of the local store, whichever side the tree belongs to.
 */
public final class MailboxTree {
  private final MailboxNode root = new MailboxNode("");
  private final Map<Guid128, MailboxNode> byGuid = new HashMap<>();
  private final Set<MailboxName> namespaceRoots;
  private int nodeCount;

  MailboxTree() {
    this(Set.of());
  }

  /**
   * @param namespaceRoots see {@link dev.dovetail.storage.MailStore#namespaceRoots}
   */
  MailboxTree(Set<MailboxName> namespaceRoots) {
    this.namespaceRoots = namespaceRoots;
  }

  /** The nameless node above all others. */
  public MailboxNode root() {
    return root;
  }

  /** The number of nodes below the root. */
  public int nodeCount() {
    return nodeCount;
  }

  /** The node with this mailbox GUID; null if there is none. */
  public MailboxNode find(Guid128 guid) {
    return byGuid.get(guid);
  }

  /** The node of this name, which need not exist as a mailbox; null if there is none. */
  public MailboxNode find(MailboxName name) {
    MailboxNode node = root;
    for (String component : name.components()) {
      node = node.child(component);
      if (node == null) {
        return null;
      }
    }
    return node;
  }

  /**
   * The existing mailboxes in the order in which the initiator offers them: depth first, siblings
   * in byte order of their names (dsync-protocol 4.3).
   */
  public List<MailboxNode> mailboxes() {
    List<MailboxNode> found = new ArrayList<>();
    collectMailboxes(root, found);
    return found;
  }

  private static void collectMailboxes(MailboxNode node, List<MailboxNode> found) {
    if (node.isMailbox()) {
      found.add(node);
    }
    for (MailboxNode child : node.children()) {
      collectMailboxes(child, found);
    }
  }

  /** Whether no rename may touch the node: the root, INBOX and the root of the namespace. */
  boolean isFixed(MailboxNode node) {
    if (node.isRoot() || isInbox(node)) {
      return true;
    }
    return namespaceRoots.contains(node.fullName());
  }

  static boolean isInbox(MailboxNode node) {
    return node.parent != null && node.parent.isRoot() && node.name.equals("INBOX");
  }

  MailboxNode getOrCreate(MailboxName name) {
    MailboxNode node = root;
    for (String component : name.components()) {
      node = childOrCreate(node, component);
    }
    return node;
  }

  MailboxNode childOrCreate(MailboxNode parent, String component) {
    MailboxNode child = parent.child(component);
    if (child == null) {
      child = new MailboxNode(component);
      parent.attach(child);
      nodeCount++;
    }
    return child;
  }

  /** The node at the same place as {@code other} of another tree, created if necessary. */
  MailboxNode counterpart(MailboxNode other) {
    return other.isRoot() ? root : childOrCreate(counterpart(other.parent), other.name);
  }

  /** Like {@link #counterpart}, but null if there is none. */
  MailboxNode findCounterpart(MailboxNode other) {
    if (other.isRoot()) {
      return root;
    }
    MailboxNode above = findCounterpart(other.parent);
    return above == null ? null : above.child(other.name);
  }

  /** False, and nothing changed, if another node has this GUID. */
  boolean setGuid(MailboxNode node, Guid128 guid) {
    MailboxNode owner = guid.isEmpty() ? null : byGuid.get(guid);
    if (owner != null && owner != node) {
      return false;
    }
    if (!node.guid.isEmpty()) {
      byGuid.remove(node.guid, node);
    }
    node.guid = guid;
    if (!guid.isEmpty()) {
      byGuid.put(guid, node);
    }
    return true;
  }

  /** Moves a node with everything below it. The new place must be free and not below the node. */
  void move(MailboxNode node, MailboxNode newParent, String newName) {
    node.detach();
    node.name = newName;
    newParent.attach(node);
  }

  /** Makes a mailbox's node a name at which a mailbox was deleted. */
  void clear(MailboxNode node) {
    setGuid(node, Guid128.EMPTY);
    node.existence = Existence.DELETED;
    node.uidValidity = 0;
    node.uidNext = 0;
  }

  /** Takes a node out of the tree, with everything below it. */
  void remove(MailboxNode node) {
    for (MailboxNode child : node.childList()) {
      remove(child);
    }
    setGuid(node, Guid128.EMPTY);
    node.detach();
    nodeCount--;
  }
}
