package dev.dovetail.storage.index;

import dev.dovetail.mail.Guid128;
import java.nio.charset.StandardCharsets;

/**
 * Changes to an index that take effect together. Calls of one kind that follow each other and name
 * ascending UIDs become one record, which counts one modseq (storage-formats 3.7).
 *
 * <p>Each record has the marks that were last set; at first it is a request and not by dsync.
 */
public final class IndexTransaction {
  private static final int MAX_NAME = 0xff00;
  private static final int NO_SHRINK = 1;
  private static final int BOUNDARY_SIZE = 12;
  private static final int TAIL_SIZE = 16;

  private final RecordBuffer body = new RecordBuffer();
  private int marks;
  private int records;
  private boolean allBySync = true;
  private boolean wantsModseqs;
  private int modseqMarks;
  private boolean tailToEnd;

  /** The record that calls of its kind still add to; -1 if there is none. */
  private int open = -1;

  private int openTypeWord;

  /** The operation and name that the open keyword record is for. */
  private String openKeyword;

  private long lastUid;

  /** -1 while no extension is selected. */
  private int selectedRecordSize = -1;

  /** What follows is already true of the store (storage-formats 3.8). */
  public IndexTransaction external() {
    marks |= RecordType.EXTERNAL;
    return this;
  }

  /** What follows is asked of the next one that syncs the mailbox. */
  public IndexTransaction request() {
    marks &= ~RecordType.EXTERNAL;
    return this;
  }

  /** Whether what follows is marked as dsync's, which keeps it out of {@link LogScan}. */
  public IndexTransaction bySync(boolean bySync) {
    marks = bySync ? marks | RecordType.SYNC : marks & ~RecordType.SYNC;
    return this;
  }

  public boolean isEmpty() {
    return records == 0 && !tailToEnd;
  }

  /** Adds a message; {@code uid} is at least the index's next UID. */
  public IndexTransaction append(long uid, int flags) {
    continueOrBegin(RecordType.APPEND, uid);
    body.u32(uid).u32(flags & 0xff);
    lastUid = uid;
    return this;
  }

  /** Nothing if {@code uids} is empty, here and below. */
  public IndexTransaction flags(UidRanges uids, int add, int remove) {
    if (!uids.isEmpty()) {
      continueOrBegin(RecordType.FLAG_UPDATE, uids.first(0));
      for (int i = 0; i < uids.count(); i++) {
        body.u32(uids.first(i)).u32(uids.last(i)).u8(add).u8(remove).u16(0);
        lastUid = uids.last(i);
      }
    }
    return this;
  }

  /**
   * @param name one character per byte
   * @throws IllegalArgumentException if the name is empty or too long for a record
   */
  public IndexTransaction keyword(boolean add, String name, UidRanges uids) {
    requireName(name);
    if (uids.isEmpty()) {
      return this;
    }
    String keyword = (add ? "+" : "-") + name;
    boolean sameKeyword = keyword.equals(openKeyword);
    if (!sameKeyword || !continues(RecordType.KEYWORD_UPDATE, uids.first(0))) {
      begin(RecordType.KEYWORD_UPDATE);
      body.u8(add ? 0 : 1).u8(0);
      putName(name);
      openKeyword = keyword;
    }
    putRanges(uids);
    return this;
  }

  /** Removes all keywords. */
  public IndexTransaction keywordReset(UidRanges uids) {
    if (!uids.isEmpty()) {
      continueOrBegin(RecordType.KEYWORD_RESET, uids.first(0));
      putRanges(uids);
    }
    return this;
  }

  private void putRanges(UidRanges uids) {
    for (int i = 0; i < uids.count(); i++) {
      body.u32(uids.first(i)).u32(uids.last(i));
      lastUid = uids.last(i);
    }
  }

  /**
   * Raises a message's modseq to at least {@code value}. Introduces modseqs per message if the
   * index has none yet.
   */
  public IndexTransaction modseq(long uid, long value) {
    if (uid == 0) {
      throw new IllegalArgumentException("UID 0");
    }
    continueOrBegin(RecordType.MODSEQ_UPDATE, uid);
    if (!wantsModseqs) {
      wantsModseqs = true;
      modseqMarks = marks;
    }
    putModseq(uid, value);
    return this;
  }

  /** Raises the mailbox's highest modseq to at least {@code value}. */
  public IndexTransaction highestModseq(long value) {
    begin(RecordType.MODSEQ_UPDATE);
    putModseq(0, value);
    close();
    return this;
  }

  private void putModseq(long uid, long value) {
    if (value < 1 || value > ModseqCount.MAX) {
      throw new IllegalArgumentException("Modseq " + value);
    }
    body.u32(uid).u64(value);
    lastUid = uid;
  }

  /**
   * As a request, asks for the message to be expunged; as external, says that it is.
   *
   * @param guid {@link Guid128#ofMessageGuid} of the message's real GUID
   */
  public IndexTransaction expunge(long uid, Guid128 guid) {
    continueOrBegin(RecordType.EXPUNGE_GUID, uid);
    body.u32(uid).put(guid.toBytes());
    lastUid = uid;
    return this;
  }

  /** Overwrites bytes of the base header (storage-formats 3.15). */
  public IndexTransaction headerUpdate(int offset, byte[] bytes) {
    if (open < 0 || openTypeWord != (RecordType.HEADER_UPDATE | marks)) {
      begin(RecordType.HEADER_UPDATE);
    }
    int start = body.length();
    body.u16(offset).u16(bytes.length).put(bytes).pad(start);
    return this;
  }

  public IndexTransaction uidValidity(long value) {
    return headerNumber(BaseHeader.UID_VALIDITY, value);
  }

  /** Lower values than the present one have no effect. */
  public IndexTransaction nextUid(long value) {
    return headerNumber(BaseHeader.NEXT_UID, value);
  }

  public IndexTransaction firstRecentUid(long value) {
    return headerNumber(BaseHeader.FIRST_RECENT_UID, value);
  }

  private IndexTransaction headerNumber(int offset, long value) {
    byte[] bytes = new byte[4];
    Bytes.putI32(bytes, 0, (int) value);
    return headerUpdate(offset, bytes);
  }

  /**
   * Says that all requests up to the end of this transaction have been carried out. Written behind
   * the transaction, always external.
   */
  public IndexTransaction tailToEnd() {
    tailToEnd = true;
    return this;
  }

  /**
   * Introduces an extension or selects it for the calls that follow; any call that is not about the
   * extension ends that.
   *
   * @param resetId the present one, or updates are ignored
   */
  public IndexTransaction extension(
      String name, long resetId, int headerSize, int recordSize, int recordAlign) {
    requireName(name);
    begin(RecordType.EXT_INTRO);
    putIntro(body, name, resetId, headerSize, recordSize, recordAlign);
    close();
    selectedRecordSize = recordSize;
    return this;
  }

  private static void putIntro(
      RecordBuffer target,
      String name,
      long resetId,
      int headerSize,
      int recordSize,
      int recordAlign) {
    target.u32(-1).u32(resetId).u32(headerSize).u16(recordSize).u16(recordAlign).u16(NO_SHRINK);
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    target.u16(bytes.length);
    int start = target.length();
    target.put(bytes).pad(start);
  }

  /** Overwrites bytes of the selected extension's header. */
  public IndexTransaction extensionHeader(int offset, byte[] bytes) {
    int recordSize = selected();
    boolean narrow = offset <= 0xffff && bytes.length <= 0xffff;
    begin(narrow ? RecordType.EXT_HDR_UPDATE : RecordType.EXT_HDR_UPDATE32);
    int start = body.length();
    if (narrow) {
      body.u16(offset).u16(bytes.length);
    } else {
      body.u32(offset).u32(bytes.length);
    }
    body.put(bytes).pad(start);
    close();
    selectedRecordSize = recordSize;
    return this;
  }

  /** Sets what the selected extension keeps for a message; exactly its record size. */
  public IndexTransaction extensionRecord(long uid, byte[] record) {
    int recordSize = selected();
    if (record.length != recordSize) {
      throw new IllegalArgumentException(
          "Extension record of " + record.length + " instead of " + recordSize + " bytes");
    }
    continueOrBegin(RecordType.EXT_REC_UPDATE, uid);
    int start = body.length();
    body.u32(uid).put(record).pad(start);
    lastUid = uid;
    selectedRecordSize = recordSize;
    return this;
  }

  /** Adds to the number that is the selected extension's record (mdbox reference counts). */
  public IndexTransaction extensionIncrement(long uid, int difference) {
    int recordSize = selected();
    continueOrBegin(RecordType.EXT_ATOMIC_INC, uid);
    body.u32(uid).u32(difference);
    lastUid = uid;
    selectedRecordSize = recordSize;
    return this;
  }

  /** Clears the selected extension. */
  public IndexTransaction extensionReset(long newResetId, boolean keepData) {
    int recordSize = selected();
    begin(RecordType.EXT_RESET);
    body.u32(newResetId).u32(keepData ? 1 : 0);
    close();
    selectedRecordSize = recordSize;
    return this;
  }

  private int selected() {
    if (selectedRecordSize < 0) {
      throw new IllegalStateException("No extension is selected");
    }
    return selectedRecordSize;
  }

  /**
   * Records that an attribute's value changed; the value itself is elsewhere.
   *
   * @param key without the prefix {@code /private/} or {@code /shared/}, one character per byte
   * @param valueLength -1 if the attribute was removed
   * @param time seconds since the epoch
   */
  public IndexTransaction attribute(boolean shared, String key, int valueLength, long time) {
    requireName(key);
    begin(RecordType.ATTRIBUTE_UPDATE);
    int start = body.length();
    body.u8(valueLength < 0 ? '-' : '+').u8(shared ? 's' : 'p');
    body.put(key.getBytes(StandardCharsets.ISO_8859_1)).u16(0).pad(start).u32(time);
    if (valueLength >= 0) {
      body.u32(valueLength);
    }
    close();
    return this;
  }

  /** Marks the mailbox as being deleted. */
  public IndexTransaction indexDeleted() {
    begin(RecordType.INDEX_DELETED);
    body.u32(0);
    close();
    return this;
  }

  public IndexTransaction indexUndeleted() {
    begin(RecordType.INDEX_UNDELETED);
    body.u32(0);
    close();
    return this;
  }

  private static void requireName(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("Name of " + name.length() + " characters, or with NUL");
    }
  }

  private void putName(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    body.u16(bytes.length);
    int start = body.length();
    body.put(bytes).pad(start);
  }

  private boolean continues(int type, long uid) {
    return open >= 0 && openTypeWord == (type | marks) && uid > lastUid;
  }

  private void continueOrBegin(int type, long uid) {
    if (uid < 1) {
      throw new IllegalArgumentException("UID " + uid);
    }
    if (!continues(type, uid)) {
      begin(type);
    }
  }

  private void begin(int type) {
    close();
    open = body.begin(type | marks);
    openTypeWord = type | marks;
    openKeyword = null;
    selectedRecordSize = -1;
    records++;
    allBySync &= (marks & RecordType.SYNC) != 0;
  }

  private void close() {
    if (open >= 0) {
      body.finish(open);
      open = -1;
    }
  }

  /**
   * The bytes to append.
   *
   * @param offset where in the log they will be
   * @param state what the log says up to there
   */
  byte[] encode(int offset, IndexState state) {
    // Records stay open while calls may add to them; to close them changes nothing else.
    close();
    if (isEmpty()) {
      return new byte[0];
    }
    RecordBuffer intro = new RecordBuffer();
    if (wantsModseqs && !state.hasExtension(Extension.MODSEQ)) {
      putModseqIntro(intro, state.highestModseq());
    }
    int total = intro.length() + body.length();
    RecordBuffer result = new RecordBuffer();
    if (intro.length() > 0 || records > 1) {
      int sync = allBySync ? RecordType.SYNC : 0;
      int start = result.begin(RecordType.BOUNDARY | RecordType.EXTERNAL | sync);
      result.u32(BOUNDARY_SIZE + total).finish(start);
    }
    result.put(intro.toArray()).put(body.toArray());
    if (tailToEnd) {
      int start = result.begin(RecordType.HEADER_UPDATE | RecordType.EXTERNAL);
      long end = (long) offset + result.length() - 8 + TAIL_SIZE;
      result.u16(BaseHeader.LOG_TAIL).u16(4).u32(end).finish(start);
    }
    return result.toArray();
  }

  private void putModseqIntro(RecordBuffer target, long highestModseq) {
    int start = target.begin(RecordType.EXT_INTRO | modseqMarks);
    putIntro(target, Extension.MODSEQ, 0, 16, 8, 8);
    target.finish(start);
    start = target.begin(RecordType.EXT_HDR_UPDATE | modseqMarks);
    target.u16(0).u16(16).u64(highestModseq).u64(0).finish(start);
  }
}
