package dev.dovetail.brain.tree;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;

/**
 * One change to the local store that a tree merge asks for; carried out in the order emitted.
 *
 * <p>Times are those at which the user did it at the peer, in seconds since the epoch, 0 if nobody
 * knows. Deviation: Dovecot records the time of the sync, and then what the user does between the
 * two seems to be older, and is undone.
 */
public sealed interface TreeChange {

  /**
   * Creates a mailbox, or settles the GUID of the one that has this name (dsync-protocol 5.6).
   *
   * @param mustWin true if the GUID that the existing mailbox has belongs to another one at the
   *     remote
   */
  record CreateMailbox(MailboxName name, Guid128 guid, long uidValidity, boolean mustWin)
      implements TreeChange {}

  /** Creates a directory that holds no mail. */
  record CreateDirectory(MailboxName name) implements TreeChange {}

  /**
   * Deletes a mailbox with its mails.
   *
   * @param name for messages; the GUID decides
   */
  record DeleteMailbox(Guid128 guid, MailboxName name) implements TreeChange {}

  /** Removes an empty directory. */
  record DeleteDirectory(MailboxName name) implements TreeChange {}

  /** Renames a mailbox or directory with all its children. */
  record Rename(MailboxName from, MailboxName to, long time) implements TreeChange {}

  /** Subscribes to a name. */
  record Subscribe(MailboxName name, long time) implements TreeChange {}

  /** Unsubscribes from a name. */
  record Unsubscribe(MailboxName name, long time) implements TreeChange {}
}
