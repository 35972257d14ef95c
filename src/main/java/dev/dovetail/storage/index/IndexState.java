package dev.dovetail.storage.index;

import dev.dovetail.mail.Guid128;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an index says at one position of its log. Some dozen bytes per message.
 *
 * <p>Numbers are unsigned 32-bit values of the files unless said otherwise.
 */
public final class IndexState {
  IndexState() {}

  public long indexId() {
    throw new UnsupportedOperationException();
  }

  /** 0 if nobody has set it yet. */
  public long uidValidity() {
    throw new UnsupportedOperationException();
  }

  /** At least 1. */
  public long nextUid() {
    throw new UnsupportedOperationException();
  }

  /** Messages from this UID on are \Recent; 0 means all. */
  public long firstRecentUid() {
    throw new UnsupportedOperationException();
  }

  /** The sequence number of the log file that this state was read to. */
  public long logSequence() {
    throw new UnsupportedOperationException();
  }

  /** How far this state goes, as an offset in that file. */
  public long headOffset() {
    throw new UnsupportedOperationException();
  }

  /** Up to where requests have been carried out (storage-formats 3.8). */
  public long tailOffset() {
    throw new UnsupportedOperationException();
  }

  /** At least 1 (storage-formats 3.7). */
  public long highestModseq() {
    throw new UnsupportedOperationException();
  }

  /** The mailbox is being deleted. */
  public boolean isDeleted() {
    throw new UnsupportedOperationException();
  }

  /** By ascending UID; a view that makes its elements when asked. */
  public List<IndexedMessage> messages() {
    throw new UnsupportedOperationException();
  }

  /** In logarithmic time. */
  public Optional<IndexedMessage> find(long uid) {
    throw new UnsupportedOperationException();
  }

  /** Messages still listed that somebody asked to expunge, and the GUID that was given. */
  public Map<Long, Guid128> pendingExpunges() {
    throw new UnsupportedOperationException();
  }

  /** All keywords that any message of the mailbox ever had, in the order of their appearance. */
  public List<String> keywordNames() {
    throw new UnsupportedOperationException();
  }

  public boolean hasExtension(String name) {
    throw new UnsupportedOperationException();
  }

  /** A copy of an extension's header; empty if there is no such extension or it has none. */
  public byte[] extensionHeader(String name) {
    throw new UnsupportedOperationException();
  }

  /** 0 if there is no such extension. */
  public long extensionResetId(String name) {
    throw new UnsupportedOperationException();
  }

  /**
   * A copy of what an extension keeps for one message; all zero if nothing was set, empty if there
   * is no such message or extension. {@code keywords} and {@code modseq} are not available here.
   */
  public byte[] extensionRecord(long uid, String name) {
    throw new UnsupportedOperationException();
  }
}
