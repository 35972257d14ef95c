package dev.dovetail.storage.maildir;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.MailboxNotFoundException;
import dev.dovetail.storage.file.DirectorySync;
import dev.dovetail.storage.file.NewDirectory;
import dev.dovetail.storage.index.IndexTransaction;
import dev.dovetail.storage.index.LockedIndex;
import dev.dovetail.storage.index.MailIndex;
import dev.dovetail.storage.list.FileTree;
import dev.dovetail.storage.list.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Removes mailboxes and directories (storage-formats 5.f); the caller holds the lock of the tree.
 */
final class MailboxRemoval {
  private static final long INDEX_LOCK_SECONDS = 120;

  private final MaildirTree tree;
  private final Layout layout;
  private final Log log;

  MailboxRemoval(MaildirTree tree, Log log) {
    this.tree = tree;
    this.layout = tree.layout();
    this.log = log;
  }

  /** Removes a mailbox; its children stay. */
  void remove(MaildirTree.Node node) throws IOException {
    Path mails = node.paths().mailDirectory();
    if (Files.isSymbolicLink(mails)) {
      // Like Dovecot: what a link leads to belongs to somebody else.
      Files.delete(mails);
      DirectorySync.fsync(mails.getParent());
      return;
    }
    Path trash = layout.trashDirectory();
    // Whoever left something there has died: the lock of the tree is ours.
    FileTree.delete(trash);
    NewDirectory.createAll(trash);
    Path rubbish = trash.resolve("mailbox");
    if (layout.nests()) {
      NewDirectory.create(rubbish);
      takeMailsOut(node.paths(), rubbish);
    } else {
      Files.move(mails, rubbish, StandardCopyOption.ATOMIC_MOVE);
    }
    DirectorySync.fsync(mails.getParent());
    Path index = node.paths().indexDirectory();
    markDeleted(index.equals(mails) && !layout.nests() ? rubbish : index);
    FileTree.delete(rubbish);
    tree.removeIfUnused(trash);
    removeMirror(node.paths().indexDirectory());
    removeMirror(node.paths().controlDirectory());
    removeNode(node.storageName());
  }

  /**
   * Sessions that have it open are told that it is gone. Not before it is: for half a minute
   * Dovecot would complain of a mailbox that is marked and still there.
   */
  private void markDeleted(Path indexDirectory) throws IOException {
    try (LockedIndex index =
        new MailIndex(indexDirectory).lock(tree.waits().seconds(INDEX_LOCK_SECONDS))) {
      index.append(new IndexTransaction().external().indexDeleted());
    } catch (NoSuchFileException e) {
      // No session can have opened it.
    } catch (SyncException e) {
      log.warning(e.getMessage() + "; the mailbox was deleted nevertheless");
    }
  }

  /** {@code cur} goes last: with it the mailbox is gone, without it its parts would be left. */
  private void takeMailsOut(MaildirPaths paths, Path rubbish) throws IOException {
    moveIfThere(paths.newMails(), rubbish.resolve("new"));
    moveIfThere(paths.tmp(), rubbish.resolve("tmp"));
    moveIfThere(paths.cur(), rubbish.resolve("cur"));
  }

  private static void moveIfThere(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // Nobody has needed this one yet.
    }
  }

  private void removeMirror(Path directory) throws IOException {
    ServerFiles.deleteAll(directory);
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      FileTree.deleteIfEmpty(directory);
    }
  }

  /** The directory itself stays where it has children. */
  private void removeNode(String storageName) throws IOException {
    Path node = layout.nodeDirectory(storageName);
    if (layout.hasDirectories() && Files.isDirectory(node, LinkOption.NOFOLLOW_LINKS)) {
      FileTree.deleteIfEmpty(node);
    }
  }

  void removeDirectory(MailboxName name, String storageName) throws IOException {
    MaildirTree.Node present = tree.find(storageName);
    if (present == null || present.selectable()) {
      throw new MailboxNotFoundException(
          "Deleting directory " + show(name) + ": there is no directory of that name");
    }
    Path node = layout.nodeDirectory(storageName);
    if (Files.isSymbolicLink(node)) {
      Files.delete(node);
    } else {
      ServerFiles.deleteAll(node);
      if (!FileTree.deleteIfEmpty(node)) {
        throw new SyncException(
            Grade.NOT_POSSIBLE, "Deleting directory " + show(name) + ": it is not empty");
      }
    }
    DirectorySync.fsync(node.getParent());
    tree.index().ifPresent(root -> removeEmptyMirror(root, storageName));
    tree.control().ifPresent(root -> removeEmptyMirror(root, storageName));
  }

  private void removeEmptyMirror(Path root, String storageName) {
    try {
      removeMirror(layout.mirrorDirectory(root, storageName));
    } catch (IOException e) {
      log.warning("Removing empty directories of " + storageName + " below " + root + ": " + e);
    }
  }

  private String show(MailboxName name) {
    return name.join(tree.names().separator());
  }
}
