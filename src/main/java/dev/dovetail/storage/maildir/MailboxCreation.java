package dev.dovetail.storage.maildir;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.MailboxExistsException;
import dev.dovetail.storage.file.DirectorySync;
import dev.dovetail.storage.file.NewDirectory;
import dev.dovetail.storage.file.NewFile;
import dev.dovetail.storage.list.FileTree;
import dev.dovetail.storage.list.UidValidityFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Creates mailboxes and directories; the caller holds the lock of the tree. */
final class MailboxCreation {
  private static final String FOLDER_MARK = "maildirfolder";

  private final MaildirTree tree;

  MailboxCreation(MaildirTree tree) {
    this.tree = tree;
  }

  void create(MailboxName name, String storageName, Guid128 guid, long wantedUidValidity)
      throws IOException {
    MaildirTree.Node present = tree.find(storageName);
    if (present != null && present.selectable()) {
      throw exists("Creating mailbox ", name);
    }
    long uidValidity =
        wantedUidValidity == 0
            ? new UidValidityFile(tree.controlRoot()).next(MaildirStore.now())
            : wantedUidValidity;
    MaildirPaths paths = tree.paths(storageName);
    UidListHeader header = new UidListHeader(uidValidity, 1, guid, "");
    boolean isRoot = tree.names().isRoot(name);
    if (tree.names().isInbox(name) || isRoot) {
      NewDirectory.createRoot(paths.mailDirectory());
    }
    if (Files.isDirectory(paths.mailDirectory())) {
      completeInPlace(paths, header);
      if (isRoot) {
        markAsFolder(paths.mailDirectory());
      }
    } else {
      buildAside(paths, header);
    }
  }

  /** Where a directory is there already, {@code cur} comes last: it makes it a mailbox. */
  private void completeInPlace(MaildirPaths paths, UidListHeader header) throws IOException {
    writeControl(paths, header);
    NewDirectory.createIfMissing(paths.newMails());
    NewDirectory.createIfMissing(paths.tmp());
    NewDirectory.createIfMissing(paths.cur());
    DirectorySync.fsync(paths.mailDirectory());
  }

  private void buildAside(MaildirPaths paths, UidListHeader header) throws IOException {
    Path target = paths.mailDirectory();
    Path staging = tree.layout().stagingDirectory();
    FileTree.delete(staging);
    NewDirectory.createAll(staging);
    Path built = staging.resolve("mailbox");
    NewDirectory.create(built);
    NewDirectory.create(built.resolve("cur"));
    NewDirectory.create(built.resolve("new"));
    NewDirectory.create(built.resolve("tmp"));
    markAsFolder(built);
    if (paths.controlDirectory().equals(target)) {
      MailboxListing.write(built, header);
    } else {
      writeControl(paths, header);
    }
    NewDirectory.createAll(target.getParent());
    Files.move(built, target, StandardCopyOption.ATOMIC_MOVE);
    DirectorySync.fsync(target.getParent());
    tree.removeIfUnused(staging);
  }

  private void markAsFolder(Path mails) throws IOException {
    Path mark = mails.resolve(FOLDER_MARK);
    if (!tree.layout().hasDirectories() && !Files.exists(mark)) {
      NewFile.create(mark).close();
    }
  }

  /**
   * Writes the list of an empty mailbox, unless the files of this very mailbox are still there: its
   * mails have vanished and come back under their old UIDs.
   */
  private void writeControl(MaildirPaths paths, UidListHeader header) throws IOException {
    Path control = paths.controlDirectory();
    Optional<UidListHeader> left = UidList.readHeader(control);
    if (left.isPresent()
        && left.get().guid().equals(header.guid())
        && left.get().uidValidity() == header.uidValidity()) {
      return;
    }
    ServerFiles.deleteState(paths.indexDirectory());
    ServerFiles.deleteState(control);
    NewDirectory.createAll(control);
    MailboxListing.write(control, header);
  }

  void createDirectory(MailboxName name, String storageName) throws IOException {
    if (tree.names().isInbox(name) || tree.find(storageName) != null) {
      throw exists("Creating directory ", name);
    }
    Path directory = tree.layout().nodeDirectory(storageName);
    NewDirectory.createAll(directory);
    DirectorySync.fsync(directory.getParent());
  }

  private MailboxExistsException exists(String attempt, MailboxName name) {
    return new MailboxExistsException(
        attempt + name.join(tree.names().separator()) + ": it exists already");
  }
}
