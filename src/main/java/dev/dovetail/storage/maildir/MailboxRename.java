package dev.dovetail.storage.maildir;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.MailboxExistsException;
import dev.dovetail.storage.MailboxNotFoundException;
import dev.dovetail.storage.file.DirectorySync;
import dev.dovetail.storage.file.NewDirectory;
import dev.dovetail.storage.list.FileTree;
import dev.dovetail.storage.list.Layout;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Renames a mailbox or directory with its children (storage-formats 5.f); the caller holds the
 * locks of the tree and of all uidlists in it that move.
 *
 * <p>Index and control trees of their own get a second name for each file first, and lose the old
 * one last: so no mailbox is ever without its list of UIDs.
 */
final class MailboxRename {
  private final MaildirTree tree;
  private final Layout layout;
  private final MailboxName from;
  private final MailboxName to;

  MailboxRename(MaildirTree tree, MailboxName from, MailboxName to) {
    this.tree = tree;
    this.layout = tree.layout();
    this.from = from;
    this.to = to;
  }

  /**
   * The control directories of the mailboxes that move. Their uidlists must be locked: a session
   * that has one would lose its lock, and leave it where it is in everybody's way.
   */
  List<Path> controlDirectories(String storageFrom) throws IOException {
    List<Path> directories = new ArrayList<>();
    for (String storageName : moving(storageFrom)) {
      Path directory = tree.paths(storageName).controlDirectory();
      if (Files.isDirectory(directory)) {
        directories.add(directory);
      }
    }
    return directories;
  }

  private List<String> moving(String storageFrom) throws IOException {
    List<String> names = layout.descendants(storageFrom);
    names.add(storageFrom);
    return names;
  }

  /**
   * @param locks those of the tree and of {@link #controlDirectories}
   */
  void rename(String storageFrom, String storageTo, TreeAndLists locks) throws IOException {
    for (String old : moving(storageFrom)) {
      String renamed = storageTo + old.substring(storageFrom.length());
      locks.mayMove(tree.paths(old).controlDirectory(), tree.paths(renamed).controlDirectory());
    }
    rename(storageFrom, storageTo);
  }

  private void rename(String storageFrom, String storageTo) throws IOException {
    if (tree.names().isInbox(to) || storageTo.equals(storageFrom)) {
      throw exists();
    }
    if (storageTo.startsWith(storageFrom + layout.separator())) {
      throw new SyncException(Grade.NOT_POSSIBLE, attempt() + ": the new name is below the old");
    }
    if (layout.hasDirectories()) {
      renameNested(storageFrom, storageTo);
    } else {
      renameFlat(storageFrom, storageTo);
    }
  }

  /** Children first: what a crash leaves under the old name then still has its parent. */
  private void renameFlat(String storageFrom, String storageTo) throws IOException {
    List<String> olds = layout.descendants(storageFrom);
    if (layout.find(storageFrom) != null) {
      olds.add(storageFrom);
    }
    if (olds.isEmpty()) {
      throw notFound();
    }
    List<String> news = new ArrayList<>();
    for (String old : olds) {
      String renamed = storageTo + old.substring(storageFrom.length());
      if (layout.find(renamed) != null) {
        throw exists();
      }
      if (layout.refusal(renamed) != null) {
        throw new SyncException(
            Grade.NOT_POSSIBLE, attempt() + ": the name of a child " + layout.refusal(renamed));
      }
      news.add(renamed);
    }
    for (int i = 0; i < olds.size(); i++) {
      String old = olds.get(i);
      String renamed = news.get(i);
      linkMirrors(old, renamed);
      Files.move(
          layout.nodeDirectory(old), layout.nodeDirectory(renamed), StandardCopyOption.ATOMIC_MOVE);
      removeMirrors(old);
    }
    DirectorySync.fsync(tree.root());
  }

  private void renameNested(String storageFrom, String storageTo) throws IOException {
    Path source = layout.nodeDirectory(storageFrom);
    Path target = layout.nodeDirectory(storageTo);
    if (layout.find(storageFrom) == null) {
      throw notFound();
    }
    Layout.Node placeholder = layout.find(storageTo);
    if (placeholder != null && placeholder.selectable()) {
      throw exists();
    }
    refuseLongChildren(storageFrom, storageTo);
    if (placeholder != null) {
      dissolve(target, source);
    }
    NewDirectory.createAll(target.getParent());
    linkMirrors(storageFrom, storageTo);
    Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
    DirectorySync.fsync(target.getParent());
    DirectorySync.fsync(source.getParent());
    removeMirrors(storageFrom);
  }

  private void refuseLongChildren(String storageFrom, String storageTo) throws IOException {
    for (String child : layout.descendants(storageFrom)) {
      String renamed = storageTo + child.substring(storageFrom.length());
      if (tree.names().decode(renamed).isEmpty()) {
        throw new SyncException(
            Grade.NOT_POSSIBLE, attempt() + ": a child cannot have the name it would get");
      }
    }
  }

  /**
   * The new name is taken by a directory without mail. Its children become the mailbox's before it
   * is renamed, so that all arrive in one step.
   */
  private void dissolve(Path placeholder, Path source) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(placeholder)) {
      for (Path entry : entries) {
        children.add(entry);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    for (Path child : children) {
      if (source.startsWith(child)
          || Files.exists(source.resolve(child.getFileName()), LinkOption.NOFOLLOW_LINKS)) {
        throw exists();
      }
    }
    for (Path child : children) {
      Files.move(child, source.resolve(child.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
    Files.delete(placeholder);
  }

  private void linkMirrors(String storageFrom, String storageTo) throws IOException {
    for (Path root : mirrorRoots()) {
      Path source = mirrorNode(root, storageFrom);
      Path target = mirrorNode(root, storageTo);
      if (Files.isDirectory(source)) {
        if (!layout.hasDirectories()) {
          FileTree.delete(target);
        }
        link(source, target);
      }
    }
  }

  private void removeMirrors(String storageName) throws IOException {
    for (Path root : mirrorRoots()) {
      FileTree.delete(mirrorNode(root, storageName));
    }
  }

  private List<Path> mirrorRoots() {
    List<Path> roots = new ArrayList<>();
    tree.index().ifPresent(roots::add);
    Optional<Path> control = tree.control();
    if (control.isPresent() && !control.equals(tree.index())) {
      roots.add(control.get());
    }
    return roots;
  }

  private Path mirrorNode(Path root, String storageName) {
    return layout.hasDirectories()
        ? root.resolve(storageName)
        : layout.mirrorDirectory(root, storageName);
  }

  /** Gives every file a second name; locks belong to the old names. */
  private static void link(Path source, Path target) throws IOException {
    NewDirectory.createAll(target);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
      for (Path entry : entries) {
        Path copy = target.resolve(entry.getFileName());
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          link(entry, copy);
        } else if (!entry.getFileName().toString().endsWith(".lock")) {
          Files.deleteIfExists(copy);
          Files.createLink(copy, entry);
        }
      }
    } catch (NoSuchFileException e) {
      // Replaced by Dovecot meanwhile: it can make it again.
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    DirectorySync.fsync(target);
  }

  private MailboxExistsException exists() {
    return new MailboxExistsException(attempt() + ": a mailbox of that name exists");
  }

  private MailboxNotFoundException notFound() {
    return new MailboxNotFoundException(attempt() + ": it does not exist");
  }

  private String attempt() {
    char separator = tree.names().separator();
    return "Renaming mailbox " + from.join(separator) + " to " + to.join(separator);
  }
}
