package dev.dovetail.storage;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One user's mailboxes in one namespace, or in several ({@link NamespaceStores}), possibly served
 * by a running Dovecot at the same time. Not thread-safe. Every change is complete and durable, or
 * has not happened, when a method returns or throws. Changes of the tree are recorded in {@code
 * dovecot.mailbox.log}, as Dovecot does.
 */
public interface MailStore extends Closeable {

  /** Where the store is, for messages: {@code maildir:/srv/mail/jane/Maildir}. */
  String location();

  /** The namespace's hierarchy separator. */
  char separator();

  /**
   * The names that namespaces' prefixes make the parents of all others ({@code Mail} for the prefix
   * {@code Mail/}); without those that have no prefix. They are never renamed.
   */
  Set<MailboxName> namespaceRoots();

  /**
   * Every existing mailbox and directory, in no particular order; INBOX only if it exists on disk.
   * Brings a mailbox's UIDNEXT up to date without looking at its mails.
   */
  List<ListedMailbox> listMailboxes() throws IOException;

  /** Subscribed names, whether or not such a mailbox exists. */
  Set<MailboxName> subscriptions() throws IOException;

  /** Deletes, renames and subscription changes, oldest first; as far back as the log reaches. */
  List<MailboxLogRecord> mailboxLog() throws IOException;

  /**
   * The hash that {@code dovecot.mailbox.log} uses for {@code name}: of the full name joined with
   * this namespace's separator.
   */
  Guid128 nameHash(MailboxName name);

  /**
   * Turns a name that came from elsewhere into one that this store can hold; returns an equal name
   * if it can hold it as it is (dsync-protocol 5.2). Deterministic, and safe against any input: the
   * result never leaves the store's root.
   */
  MailboxName acceptableName(MailboxName name, char replacement);

  /** Whether names like this are this namespace's; false if another one of the user has them. */
  default boolean holds(MailboxName name) {
    return true;
  }

  /** The mailbox with the special use {@code flag} ({@code \Trash}) by configuration. */
  Optional<MailboxName> specialUse(String flag) throws IOException;

  /**
   * Creates an empty mailbox, and its parents as far as the layout needs them.
   *
   * @throws MailboxExistsException if a selectable mailbox of that name exists; it is unchanged
   */
  void createMailbox(MailboxName name, Guid128 guid, long uidValidity) throws IOException;

  /**
   * Creates a directory that holds no mail; where the layout has none (Maildir++), a mailbox.
   *
   * @throws MailboxExistsException if the name exists in any form
   */
  void createDirectory(MailboxName name) throws IOException;

  /**
   * Deletes a mailbox with its mails, and leaves its children. INBOX is never deleted.
   *
   * @throws MailboxNotFoundException if no mailbox has this GUID
   */
  void deleteMailbox(Guid128 guid) throws IOException;

  /**
   * Removes an empty directory.
   *
   * @throws MailboxNotFoundException if there is none of that name
   */
  void deleteDirectory(MailboxName name) throws IOException;

  /**
   * Renames a mailbox or directory with all its children.
   *
   * @param time when it was renamed at the peer, for the mailbox log, in seconds since the epoch;
   *     counts as now if it is in the future, or 0
   * @throws MailboxNotFoundException if {@code from} does not exist
   * @throws MailboxExistsException if {@code to} exists
   */
  void renameMailbox(MailboxName from, MailboxName to, long time) throws IOException;

  /**
   * Subscribes to a name or unsubscribes from it.
   *
   * @param time as for {@link #renameMailbox}
   */
  void setSubscribed(MailboxName name, boolean subscribed, long time) throws IOException;

  /**
   * Opens a mailbox by GUID.
   *
   * @throws MailboxNotFoundException if no mailbox has this GUID
   */
  MailboxStore openMailbox(Guid128 guid) throws IOException;

  /**
   * Takes the user's dsync lock, {@code .dovecot-sync.lock} in the home directory.
   *
   * @throws LockTimeoutException if another process holds it for {@code timeoutSeconds}
   */
  StoreLock lockUser(long timeoutSeconds) throws IOException;

  /** Frees the space of expunged mails where the format delays that; else nothing. */
  void purge() throws IOException;
}
