package dev.dovetail.brain.tree;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.wire.item.MailboxTreeNode.Existence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One name component of a {@link MailboxTree}: a mailbox, a directory, or a name at which nothing
 * exists. Mutable, and only mutated by its tree's package. Siblings are in byte order of their
 * UTF-8 names.
 */
public final class MailboxNode {
  /** Byte order of the UTF-8 forms, which differs from that of Java's strings above U+D7FF. */
  static final Comparator<String> BYTE_ORDER = MailboxNode::compareAsUtf8;

  private static final int FIRST_SURROGATE = 0xD800;
  private static final int FIRST_AFTER_SURROGATES = 0xE000;

  String name;
  MailboxNode parent;
  Guid128 guid = Guid128.EMPTY;
  long uidValidity;
  long uidNext;
  Existence existence = Existence.NONEXISTENT;
  long lastRenamedOrCreated;
  boolean subscribed;
  long lastSubscriptionChange;

  /** The name is only there to make room and is replaced at the end of the merge. */
  boolean temporary;

  /** The name in the local store where no rename was asked for (5.5, final names); else null. */
  String storeName;

  private TreeMap<String, MailboxNode> children;

  MailboxNode(String name) {
    this.name = name;
  }

  private static int compareAsUtf8(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    for (int i = 0; i < shorter; i++) {
      int a = one.charAt(i);
      int b = other.charAt(i);
      if (a != b) {
        return rank(a) - rank(b);
      }
    }
    return one.length() - other.length();
  }

  /** Code units in the order of the code points that they begin. */
  private static int rank(int unit) {
    if (unit < FIRST_SURROGATE) {
      return unit;
    }
    int surrogates = FIRST_AFTER_SURROGATES - FIRST_SURROGATE;
    return unit < FIRST_AFTER_SURROGATES ? unit + 0x10000 : unit - surrogates;
  }

  /** The last component of the name; empty for the root. */
  public String name() {
    return name;
  }

  /** {@link Guid128#EMPTY} unless this is a mailbox. */
  public Guid128 guid() {
    return guid;
  }

  /** 0 unless this is a mailbox. */
  public long uidValidity() {
    return uidValidity;
  }

  public long uidNext() {
    return uidNext;
  }

  public Existence existence() {
    return existence;
  }

  /** Seconds since the epoch; 0 if unknown. */
  public long lastRenamedOrCreated() {
    return lastRenamedOrCreated;
  }

  public boolean subscribed() {
    return subscribed;
  }

  /** Seconds since the epoch; 0 if unknown. */
  public long lastSubscriptionChange() {
    return lastSubscriptionChange;
  }

  public boolean exists() {
    return existence == Existence.EXISTS;
  }

  /** An existing mailbox, not a directory. */
  public boolean isMailbox() {
    return exists() && !guid.isEmpty();
  }

  public boolean isRoot() {
    return parent == null;
  }

  /** In byte order of the names. */
  public Collection<MailboxNode> children() {
    return children == null ? List.of() : Collections.unmodifiableCollection(children.values());
  }

  /**
   * Components from the top down.
   *
   * @throws IllegalStateException for the root, which has no name
   */
  public MailboxName fullName() {
    return path(false);
  }

  /** The full name that the node has in the local store at this point of the changes. */
  MailboxName storePath() {
    return path(true);
  }

  private MailboxName path(boolean inStore) {
    ArrayDeque<String> components = new ArrayDeque<>();
    for (MailboxNode node = this; node.parent != null; node = node.parent) {
      components.addFirst(inStore && node.storeName != null ? node.storeName : node.name);
    }
    if (components.isEmpty()) {
      throw new IllegalStateException("The root of a mailbox tree has no name");
    }
    return new MailboxName(List.copyOf(components));
  }

  /** Null if there is none. */
  MailboxNode child(String childName) {
    return children == null ? null : children.get(childName);
  }

  /** A copy that stays as it is when the tree changes. */
  List<MailboxNode> childList() {
    return children == null ? List.of() : new ArrayList<>(children.values());
  }

  /** This node and the siblings after it, in order. */
  Collection<MailboxNode> selfAndFollowing() {
    if (parent == null) {
      return List.of(this);
    }
    SortedMap<String, MailboxNode> following = parent.children.tailMap(name);
    return following.values();
  }

  void attach(MailboxNode child) {
    if (children == null) {
      children = new TreeMap<>(BYTE_ORDER);
    }
    if (children.putIfAbsent(child.name, child) != null) {
      throw new IllegalStateException("Two nodes of one name: " + child.name);
    }
    child.parent = this;
  }

  void detach() {
    parent.children.remove(name);
    parent = null;
  }

  boolean isAncestorOf(MailboxNode other) {
    for (MailboxNode node = other.parent; node != null; node = node.parent) {
      if (node == this) {
        return true;
      }
    }
    return false;
  }

  /** Whether anything below exists. */
  boolean hasExistingDescendants() {
    for (MailboxNode child : children()) {
      if (child.exists() || child.hasExistingDescendants()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return isRoot() ? "(root)" : fullName() + " " + existence.letter() + " " + guid;
  }
}
