package dev.dovetail.storage.index;

import dev.dovetail.mail.Guid128;

/**
 * Changes to an index that take effect together. Calls of one kind that follow each other and name
 * ascending UIDs become one record, which counts one modseq (storage-formats 3.7).
 *
 * <p>Each record has the marks that were last set; at first it is a request and not by dsync.
 */
public final class IndexTransaction {

  /** What follows is already true of the store (storage-formats 3.8). */
  public IndexTransaction external() {
    throw new UnsupportedOperationException();
  }

  /** What follows is asked of the next one that syncs the mailbox. */
  public IndexTransaction request() {
    throw new UnsupportedOperationException();
  }

  /** Whether what follows is marked as dsync's, which keeps it out of {@link LogScan}. */
  public IndexTransaction bySync(boolean bySync) {
    throw new UnsupportedOperationException();
  }

  public boolean isEmpty() {
    throw new UnsupportedOperationException();
  }

  /** Adds a message; {@code uid} is at least the index's next UID. */
  public IndexTransaction append(long uid, int flags) {
    throw new UnsupportedOperationException();
  }

  public IndexTransaction flags(UidRanges uids, int add, int remove) {
    throw new UnsupportedOperationException();
  }

  /**
   * @throws IllegalArgumentException if the name is empty or too long for a record
   */
  public IndexTransaction keyword(boolean add, String name, UidRanges uids) {
    throw new UnsupportedOperationException();
  }

  /** Removes all keywords. */
  public IndexTransaction keywordReset(UidRanges uids) {
    throw new UnsupportedOperationException();
  }

  /**
   * Raises a message's modseq to at least {@code value}. Introduces modseqs per message if the
   * index has none yet.
   */
  public IndexTransaction modseq(long uid, long value) {
    throw new UnsupportedOperationException();
  }

  /** Raises the mailbox's highest modseq to at least {@code value}. */
  public IndexTransaction highestModseq(long value) {
    throw new UnsupportedOperationException();
  }

  /**
   * As a request, asks for the message to be expunged; as external, says that it is.
   *
   * @param guid {@link Guid128#ofMessageGuid} of the message's real GUID
   */
  public IndexTransaction expunge(long uid, Guid128 guid) {
    throw new UnsupportedOperationException();
  }

  /** Overwrites bytes of the base header (storage-formats 3.15). */
  public IndexTransaction headerUpdate(int offset, byte[] bytes) {
    throw new UnsupportedOperationException();
  }

  public IndexTransaction uidValidity(long value) {
    throw new UnsupportedOperationException();
  }

  /** Lower values than the present one have no effect. */
  public IndexTransaction nextUid(long value) {
    throw new UnsupportedOperationException();
  }

  public IndexTransaction firstRecentUid(long value) {
    throw new UnsupportedOperationException();
  }

  /**
   * Says that all requests up to the end of this transaction have been carried out. Written behind
   * the transaction, always external.
   */
  public IndexTransaction tailToEnd() {
    throw new UnsupportedOperationException();
  }

  /**
   * Introduces an extension or selects it for the calls that follow.
   *
   * @param resetId the present one, or updates are ignored
   */
  public IndexTransaction extension(
      String name, long resetId, int headerSize, int recordSize, int recordAlign) {
    throw new UnsupportedOperationException();
  }

  /** Overwrites bytes of the selected extension's header. */
  public IndexTransaction extensionHeader(int offset, byte[] bytes) {
    throw new UnsupportedOperationException();
  }

  /** Sets what the selected extension keeps for a message; exactly its record size. */
  public IndexTransaction extensionRecord(long uid, byte[] record) {
    throw new UnsupportedOperationException();
  }

  /** Adds to the number that is the selected extension's record (mdbox reference counts). */
  public IndexTransaction extensionIncrement(long uid, int difference) {
    throw new UnsupportedOperationException();
  }

  /** Clears the selected extension. */
  public IndexTransaction extensionReset(long newResetId, boolean keepData) {
    throw new UnsupportedOperationException();
  }

  /**
   * Records that an attribute's value changed; the value itself is elsewhere.
   *
   * @param key without the prefix {@code /private/} or {@code /shared/}
   * @param valueLength -1 if the attribute was removed
   * @param time seconds since the epoch
   */
  public IndexTransaction attribute(boolean shared, String key, int valueLength, long time) {
    throw new UnsupportedOperationException();
  }

  /** Marks the mailbox as being deleted. */
  public IndexTransaction indexDeleted() {
    throw new UnsupportedOperationException();
  }

  public IndexTransaction indexUndeleted() {
    throw new UnsupportedOperationException();
  }
}
