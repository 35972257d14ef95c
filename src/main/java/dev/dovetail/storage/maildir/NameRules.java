package dev.dovetail.storage.maildir;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.MailboxExistsException;
import dev.dovetail.storage.list.StorageName;

/**
 * What cannot be done to the mailboxes of a namespace because of their names: INBOX and the
 * namespace's root stay where they are, and not every name can be given.
 */
final class NameRules {
  private final StorageName names;
  private final boolean ownsInbox;

  /**
   * @param ownsInbox INBOX is in this namespace
   */
  NameRules(StorageName names, boolean ownsInbox) {
    this.names = names;
    this.ownsInbox = ownsInbox;
  }

  void checkCreating(MailboxName name) throws SyncException {
    if (names.isRoot(name) && ownsInbox) {
      throw impossible("Creating mailbox", name, "INBOX is where it would be");
    }
    checkAcceptable("Creating mailbox", name);
  }

  /**
   * @throws MailboxExistsException if it is the namespace itself
   */
  void checkCreatingDirectory(MailboxName name) throws SyncException {
    if (names.isRoot(name)) {
      throw new MailboxExistsException(
          "Creating directory " + show(name) + ": it is the namespace itself");
    }
    checkAcceptable("Creating directory", name);
  }

  void checkDeleting(MailboxName name) throws SyncException {
    if (names.isInbox(name)) {
      throw impossible("Deleting mailbox", name, "INBOX cannot be deleted");
    }
    if (names.isRoot(name)) {
      throw impossible("Deleting mailbox", name, "the namespace's root cannot be deleted");
    }
  }

  void checkDeletingDirectory(MailboxName name) throws SyncException {
    if (names.isRoot(name)) {
      throw impossible("Deleting directory", name, "the namespace's root cannot be deleted");
    }
  }

  void checkRenaming(MailboxName from, MailboxName to) throws SyncException {
    if (names.isInbox(from)) {
      throw impossible("Renaming mailbox", from, "INBOX cannot be renamed");
    }
    String attempt = "Renaming mailbox " + show(from) + " to";
    if (names.isRoot(from) || names.isRoot(to)) {
      throw impossible(attempt, to, "a namespace's root cannot be renamed");
    }
    checkAcceptable(attempt, to);
  }

  private void checkAcceptable(String attempt, MailboxName name) throws SyncException {
    if (!names.isAcceptable(name)) {
      throw impossible(attempt, name, "no mailbox can have this name here");
    }
  }

  private String show(MailboxName name) {
    return name.join(names.separator());
  }

  private SyncException impossible(String attempt, MailboxName name, String reason) {
    return new SyncException(Grade.NOT_POSSIBLE, attempt + " " + show(name) + ": " + reason);
  }
}
