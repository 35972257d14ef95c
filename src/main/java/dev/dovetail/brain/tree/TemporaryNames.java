package dev.dovetail.brain.tree;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.wire.item.MailboxTreeNode.Existence;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names that make room for another node, and the names that such nodes keep (dsync-protocol 5.5).
 */
final class TemporaryNames {
  private static final String MARK = "-temp-";
  private static final int MAX_TEMPORARY_PREFIX_BYTES = 86;
  private static final int MAX_FINAL_BYTES = 99;
  private static final int HASH_DIGITS = 32;

  private final TreeSides sides;

  TemporaryNames(TreeSides sides) {
    this.sides = sides;
  }

  /** Renames {@code node} to a new temporary name below {@code newParent} of the same tree. */
  void rename(MailboxTree tree, MailboxNode node, MailboxNode newParent) {
    MailboxName from = node.storePath();
    String prefix = node.name;
    if (node.temporary) {
      prefix = prefix.substring(0, prefix.lastIndexOf('-'));
    }
    prefix = firstBytes(prefix, MAX_TEMPORARY_PREFIX_BYTES) + MARK;
    int counter = 1;
    while (isTaken(newParent, prefix + Integer.toHexString(counter))) {
      counter++;
    }
    tree.move(node, newParent, prefix + Integer.toHexString(counter));
    node.temporary = true;
    node.lastRenamedOrCreated = 0;
    sides.emitRename(tree, from, node);
  }

  private static boolean isTaken(MailboxNode parent, String name) {
    if (parent.child(name) != null) {
      return true;
    }
    for (MailboxNode child : parent.children()) {
      if (name.equals(child.storeName)) {
        return true;
      }
    }
    return false;
  }

  /** Gives all temporary nodes of both trees their final names; true if there were any. */
  boolean settle() {
    boolean any = settleBelow(sides.local, sides.local.root());
    return settleBelow(sides.remote, sides.remote.root()) || any;
  }

  private boolean settleBelow(MailboxTree tree, MailboxNode parent) {
    boolean any = false;
    for (MailboxNode node : parent.childList()) {
      any |= settleBelow(tree, node);
      if (node.temporary) {
        settle(tree, node);
        any = true;
      }
    }
    return any;
  }

  private void settle(MailboxTree tree, MailboxNode node) {
    MailboxNode mailbox = firstMailbox(node);
    if (mailbox == null) {
      deleteDirectories(tree, node);
      tree.remove(node);
      return;
    }
    // No rename is emitted: where the node was renamed, the store keeps the temporary name until
    // the next run, as Dovecot's does. Only the other end creates it under this name.
    String hash = node.guid.isEmpty() ? hashOf(mailbox) : node.guid.toString();
    String front = node.name.substring(0, node.name.lastIndexOf('-') + 1);
    String name = firstBytes(front, MAX_FINAL_BYTES - HASH_DIGITS) + hash;
    while (node.parent.child(name) != null) {
      name = incremented(name);
    }
    if (node.storeName == null) {
      node.storeName = node.name;
    }
    tree.move(node, node.parent, name);
    node.temporary = false;
  }

  private static MailboxNode firstMailbox(MailboxNode node) {
    if (node.isMailbox()) {
      return node;
    }
    for (MailboxNode child : node.children()) {
      MailboxNode found = firstMailbox(child);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private void deleteDirectories(MailboxTree tree, MailboxNode node) {
    for (MailboxNode child : node.childList()) {
      deleteDirectories(tree, child);
    }
    if (tree == sides.local && node.exists()) {
      sides.emit(new TreeChange.DeleteDirectory(node.storePath()));
      node.existence = Existence.DELETED;
    }
  }

  private static String hashOf(MailboxNode mailbox) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      md5.update(mailbox.guid.toBytes());
      md5.update(mailbox.name.getBytes(StandardCharsets.UTF_8));
      return Guid128.of(md5.digest(), 0).toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no MD5", e);
    }
  }

  /** The name with its last hexadecimal digit one higher, carrying to the left. */
  private static String incremented(String name) {
    char[] digits = name.toCharArray();
    for (int i = digits.length - 1; i >= 0 && HexFormat.isHexDigit(digits[i]); i--) {
      if (digits[i] != 'f') {
        digits[i] = digits[i] == '9' ? 'a' : (char) (digits[i] + 1);
        return new String(digits);
      }
      digits[i] = '0';
    }
    throw new IllegalStateException("No name is left after " + name);
  }

  /** The longest beginning of {@code text} with at most {@code max} bytes of UTF-8. */
  private static String firstBytes(String text, int max) {
    int bytes = 0;
    int end = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (bytes > max) {
        break;
      }
      end += Character.charCount(point);
    }
    return text.substring(0, end);
  }
}
