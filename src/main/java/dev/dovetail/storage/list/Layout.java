package dev.dovetail.storage.list;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * How mailboxes are laid out as directories (storage-formats 1.4). Names are storage names: parts
 * in their form on disk, joined by {@link #separator}. INBOX is none of a layout's business, except
 * where its directory is one like any other.
 */
public sealed interface Layout permits MaildirPlusPlus, FsLayout {

  /**
   * One directory of the tree.
   *
   * @param selectable whether it holds a mailbox, or only other directories
   */
  record Node(String storageName, boolean selectable) {}

  /** Between the parts of a storage name. */
  char separator();

  /**
   * Why a storage name cannot be used for a new mailbox.
   *
   * @return null if it can be used
   */
  String refusal(String storageName);

  /** Every directory of the tree, in no particular order; empty if the root does not exist. */
  List<Node> list() throws IOException;

  /** What is there under {@code storageName}; {@code null} if nothing is. */
  Node find(String storageName);

  /** Storage names of all directories below {@code storageName}, itself not included. */
  List<String> descendants(String storageName) throws IOException;

  /** The directory of the name itself, which may hold others. */
  Path nodeDirectory(String storageName);

  /** The directory that holds the mails. */
  Path mailDirectory(String storageName);

  /** Where the index or control files are that belong to a mailbox, in a tree of their own. */
  Path mirrorDirectory(Path tree, String storageName);

  /** Where to build what is then renamed into place: not listed; need not exist. */
  Path stagingDirectory();

  /** Where to put what is to be removed: not listed; need not exist. Dovecot may empty it. */
  Path trashDirectory();

  /** Whether there are directories that hold no mail. */
  boolean hasDirectories();

  /** Whether the directory with a mailbox's mails is also that of its children. */
  boolean nests();
}
