package dev.dovetail.brain.tree;

import java.util.Collection;
import java.util.Iterator;

/**
 * Which of two conflicting nodes goes first when their times do not decide (dsync-protocol 5.5).
 * Both ends must agree, so it looks at nothing but the trees.
 */
final class SiblingOrder {
  private SiblingOrder() {}

  /** Negative if {@code one} goes first. Compares GUIDs first, and names if those are all equal. */
  static int compare(MailboxNode one, MailboxNode other) {
    int order = compare(one.selfAndFollowing(), other.selfAndFollowing(), false);
    return order != 0 ? order : compare(one.selfAndFollowing(), other.selfAndFollowing(), true);
  }

  private static int compare(
      Collection<MailboxNode> ones, Collection<MailboxNode> others, boolean byName) {
    Iterator<MailboxNode> left = ones.iterator();
    Iterator<MailboxNode> right = others.iterator();
    while (left.hasNext() && right.hasNext()) {
      MailboxNode one = left.next();
      MailboxNode other = right.next();
      if (one.exists() != other.exists()) {
        return one.exists() ? -1 : 1;
      }
      int order =
          byName
              ? MailboxNode.BYTE_ORDER.compare(one.name, other.name)
              : one.guid.compareTo(other.guid);
      if (order == 0) {
        order = compare(one.children(), other.children(), byName);
      }
      if (order != 0) {
        return order;
      }
    }
    if (left.hasNext()) {
      return -1;
    }
    return right.hasNext() ? 1 : 0;
  }
}
