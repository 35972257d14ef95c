package dev.dovetail.storage.maildir;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.StoreLock;
import dev.dovetail.storage.list.FileTree;
import dev.dovetail.storage.list.FsLayout;
import dev.dovetail.storage.list.Layout;
import dev.dovetail.storage.list.MailboxListLock;
import dev.dovetail.storage.list.MaildirPlusPlus;
import dev.dovetail.storage.list.NamespaceOptions;
import dev.dovetail.storage.list.StorageName;
import dev.dovetail.storage.lock.LockWaits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which mailbox is where: names, layout and the three trees of mails, index and control files. */
final class MaildirTree {
  private static final String INBOX = "INBOX";

  /**
   * A mailbox or directory that exists.
   *
   * @param storageName {@code INBOX} for the user's INBOX, wherever it is
   */
  record Node(MailboxName name, String storageName, boolean selectable, MaildirPaths paths) {}

  private final MaildirLocation location;
  private final NamespaceOptions namespace;
  private final Layout layout;
  private final StorageName names;
  private final LockWaits waits;
  private final Log log;

  MaildirTree(MaildirLocation location, NamespaceOptions namespace, LockWaits waits, Log log)
      throws SyncException {
    this.location = location;
    this.namespace = namespace;
    this.layout = layout(location);
    this.names =
        new StorageName(
            namespace,
            layout,
            location.utf8(),
            location.escapeCharacter(),
            location.brokenCharacter(),
            location.validateNames());
    this.waits = waits;
    this.log = log;
  }

  LockWaits waits() {
    return waits;
  }

  private static Layout layout(MaildirLocation location) throws SyncException {
    if (location.layout() == MaildirLocation.TreeLayout.FS) {
      return new FsLayout(location.root(), location.directoryName(), location.fullDirectoryName());
    }
    if (location.directoryName().isPresent()) {
      throw new SyncException(
          Grade.CONFIGURATION,
          "Opening maildir:"
              + location.root()
              + ": the layout Maildir++ has no DIRNAME or FULLDIRNAME; remove it, or set LAYOUT=fs");
    }
    return new MaildirPlusPlus(location.root());
  }

  Layout layout() {
    return layout;
  }

  StorageName names() {
    return names;
  }

  Path root() {
    return location.root();
  }

  Path indexRoot() {
    return location.index().orElse(location.root());
  }

  Path controlRoot() {
    return location.control().orElse(location.root());
  }

  Optional<Path> index() {
    return location.index();
  }

  Optional<Path> control() {
    return location.control();
  }

  /** Whether INBOX's directory is one of the layout's, like any other mailbox's. */
  private boolean inboxIsInLayout() {
    return location.inbox().isEmpty() && location.directoryName().isPresent();
  }

  /** What lies in the root: INBOX, or a mailbox with the name of the namespace. */
  private String top() {
    return namespace.ownsInbox() ? INBOX : StorageName.ROOT;
  }

  private boolean isInbox(String storageName) {
    return namespace.ownsInbox() && storageName.equals(INBOX);
  }

  MaildirPaths paths(String storageName) {
    Path mails =
        isInbox(storageName) && !inboxIsInLayout()
            ? location.inbox().orElse(location.root())
            : layout.mailDirectory(storageName);
    return new MaildirPaths(
        mails,
        mirror(location.index(), storageName, mails),
        mirror(location.control(), storageName, mails));
  }

  private Path mirror(Optional<Path> tree, String storageName, Path mails) {
    return tree.isPresent() ? layout.mirrorDirectory(tree.get(), storageName) : mails;
  }

  /**
   * The storage name for something that is to be made or looked for.
   *
   * @throws SyncException if the name cannot exist
   */
  String storageName(MailboxName name, String attempt) throws SyncException {
    if (names.isInbox(name)) {
      return INBOX;
    }
    Optional<String> storageName = names.encode(name);
    if (storageName.isEmpty()) {
      throw new SyncException(
          Grade.NOT_POSSIBLE,
          attempt + " " + name.join(names.separator()) + ": no mailbox can have this name here");
    }
    return storageName.get();
  }

  /** Everything that exists and has a name, in no particular order. */
  List<Node> nodes() throws IOException {
    List<Node> nodes = new ArrayList<>();
    Node top = find(top());
    if (top != null && top.selectable()) {
      nodes.add(top);
    }
    for (Layout.Node found : layout.list()) {
      String storageName = found.storageName();
      if (storageName.equalsIgnoreCase(INBOX) && namespace.ownsInbox()) {
        continue;
      }
      Optional<MailboxName> name = names.decode(storageName);
      if (name.isPresent()) {
        nodes.add(new Node(name.get(), storageName, found.selectable(), paths(storageName)));
      } else {
        log.warning(
            "Ignoring " + layout.nodeDirectory(storageName) + ": its name is not one of a mailbox");
      }
    }
    return nodes;
  }

  /** Takes the lock under which Dovecot creates, renames and deletes mailboxes. */
  StoreLock lock() throws IOException {
    return MailboxListLock.acquire(indexRoot(), location.volatileDirectory(), namespace, waits);
  }

  /** Removes what staging and trash left, but not what belongs to the mailbox in the root. */
  void removeIfUnused(Path staging) throws IOException {
    Path parent = staging.getParent();
    if (FileTree.deleteIfEmpty(staging)
        && !parent.equals(root())
        && !parent.equals(paths(top()).tmp())) {
      FileTree.deleteIfEmpty(parent);
    }
  }

  /** What exists under a storage name; {@code null} if nothing does. */
  Node find(String storageName) {
    MaildirPaths paths = paths(storageName);
    if (isInbox(storageName)) {
      return Files.isDirectory(paths.cur())
          ? new Node(MailboxName.INBOX, INBOX, true, paths)
          : null;
    }
    Layout.Node found = layout.find(storageName);
    Optional<MailboxName> name = found == null ? Optional.empty() : names.decode(storageName);
    return name.isEmpty() ? null : new Node(name.get(), storageName, found.selectable(), paths);
  }
}
