package dev.dovetail.storage;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * One mailbox, possibly open in Dovecot sessions at the same time. {@link #open} and {@link #stage}
 * may be called from two threads at once; everything else from one.
 *
 * <p>No lock that Dovecot waits for is held between two calls.
 */
public interface MailboxStore extends Closeable {

  MailboxName name();

  /**
   * Takes the mailbox's dsync lock, {@code .dovecot-box-sync.lock} in its index directory. It keeps
   * out other syncs, not Dovecot's sessions.
   *
   * @throws LockTimeoutException if another process holds it for {@code timeoutSeconds}
   */
  StoreLock lock(long timeoutSeconds) throws IOException;

  /**
   * Merges what happened outside the index (new files, flags in file names) into it and reads the
   * result. A mail whose file is gone stays in the view, marked as not present: gone is not
   * expunged.
   *
   * @throws MailboxGoneException if the mailbox was renamed or removed since it was opened
   */
  MailboxView refresh() throws IOException;

  /**
   * What the transaction log knows to have happened after {@code modseq}, up to the last {@link
   * #refresh}. With 0, or when the log does not reach back that far, all that the log holds.
   */
  LogChanges changesSince(long modseq) throws IOException;

  /**
   * Opens a mail for reading.
   *
   * @throws MessageGoneException if it was expunged meanwhile or its file is gone
   */
  MailContent open(long uid) throws IOException;

  /**
   * What filters need to know of a mail.
   *
   * @throws MessageGoneException if it was expunged meanwhile or its file is gone
   */
  MailMetadata metadata(long uid) throws IOException;

  /**
   * Writes a mail to where it is invisible yet. Only {@link #commit} makes it durable and visible.
   *
   * @param content read to its end, not closed
   * @param receivedDate IMAP INTERNALDATE, seconds since the epoch
   */
  StagedMail stage(InputStream content, long receivedDate) throws IOException;

  /**
   * Applies all of {@code changes}, or throws. Mails are on disk before the index names them;
   * expunges are logged before files go. UIDs that were taken meanwhile are replaced by new ones at
   * the end of the mailbox, and the result says so.
   */
  CommitResult commit(MailboxChanges changes) throws IOException;

  /**
   * Makes the mailbox hold exactly {@code messages} under exactly these UIDs, even UIDs that were
   * given before; everything else that {@link #refresh} showed is removed. What arrived since gets
   * UIDs behind them, what was expunged since stays away. GUID and UIDVALIDITY stay. Sessions that
   * have it selected are disconnected.
   *
   * @param messages in ascending order of UID; staged, or from a message that is there, whose UID
   *     may stay the same
   * @param expunged messages that go because somebody meant it; recorded like any expunge
   * @param uidNext above all UIDs
   * @param firstRecentUid 0 for none recent
   * @param highestModseq at least this afterwards
   */
  void rebuild(
      List<MailboxChanges.Save> messages,
      List<MailboxChanges.Expunge> expunged,
      long uidNext,
      long firstRecentUid,
      long highestModseq)
      throws IOException;

  /** Changes UIDVALIDITY; UIDs, flags and modseqs stay. */
  void setUidValidity(long uidValidity) throws IOException;

  /** Changes the mailbox GUID. */
  void setGuid(Guid128 guid) throws IOException;

  /** The mailbox's metadata; empty and read-only where none is configured. */
  AttributeStore attributes();
}
