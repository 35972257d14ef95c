package dev.dovetail.storage.index;

import dev.dovetail.failure.SyncException;
import dev.dovetail.mail.Guid128;
import java.util.List;

/** Applies log records to a state (storage-formats 3.3 to 3.9). */
final class IndexReplay {
  private final IndexState state;
  private final MessageTable table;
  private final ExtensionReplay extensions;

  IndexReplay(IndexState state) {
    this.state = state;
    this.table = state.table;
    this.extensions = new ExtensionReplay(state);
  }

  /** Begins to read another file than the state's present one. */
  void enterFile(LogHeader header) {
    state.logSequence = header.sequence();
    state.highestModseq = header.initialModseq();
    state.headOffset = header.size();
    // Whoever rotated the log had carried out all requests.
    state.expungeRequests.clear();
    state.flagRequests.clear();
    Bytes.putI32(state.base, BaseHeader.LOG_SEQUENCE, (int) header.sequence());
    Bytes.putI32(state.base, BaseHeader.LOG_TAIL, header.size());
  }

  /**
   * Passes over records whose effects the state has already: counts modseqs, and remembers requests
   * to expunge.
   */
  void passOver(LogCursor records) throws SyncException {
    while (records.next()) {
      state.highestModseq = ModseqCount.after(state.highestModseq, records);
      if (isExpunge(records) && !records.isExternal()) {
        requestExpunges(records);
      }
      noteFlagRequests(records);
    }
    state.headOffset = records.endOffset();
  }

  /** Applies all complete records. */
  void apply(LogCursor records) throws SyncException {
    while (records.next()) {
      state.highestModseq = ModseqCount.after(state.highestModseq, records);
      extensions.before(records);
      applyOne(records);
      noteFlagRequests(records);
    }
    table.compact();
    state.headOffset = records.endOffset();
  }

  /** Remembers which messages somebody asked to change, and where the last request is. */
  private void noteFlagRequests(LogCursor record) throws SyncException {
    if (record.isExternal()) {
      return;
    }
    RangeReader ranges =
        switch (record.type()) {
          case RecordType.FLAG_UPDATE -> new RangeReader(record, record.payload(), 12);
          case RecordType.KEYWORD_UPDATE ->
              new RangeReader(record, KeywordUpdate.read(record).rangesAt(), 8);
          case RecordType.KEYWORD_RESET -> new RangeReader(record, record.payload(), 8);
          default -> null;
        };
    while (ranges != null && ranges.next()) {
      int row = table.firstFrom(ranges.first());
      for (; row < table.rows() && table.uid(row) <= ranges.last(); row++) {
        state.flagRequests.put(table.uid(row), record.offset());
      }
    }
  }

  private void applyOne(LogCursor record) throws SyncException {
    switch (record.type()) {
      case RecordType.APPEND -> append(record);
      case RecordType.EXPUNGE, RecordType.EXPUNGE_GUID -> {
        if (record.isExternal()) {
          expunge(record);
        } else {
          requestExpunges(record);
        }
      }
      case RecordType.UNPROTECTED_EXPUNGE, RecordType.UNPROTECTED_EXPUNGE_GUID ->
          throw record.corrupted("expunge without protection");
      case RecordType.FLAG_UPDATE -> updateFlags(record);
      case RecordType.KEYWORD_UPDATE -> updateKeyword(record);
      case RecordType.KEYWORD_RESET -> resetKeywords(record);
      case RecordType.MODSEQ_UPDATE -> updateModseqs(record);
      case RecordType.HEADER_UPDATE -> updateHeader(record);
      case RecordType.INDEX_DELETED -> state.deleted = true;
      case RecordType.INDEX_UNDELETED -> state.deleted = false;
      default -> extensions.apply(record);
    }
  }

  private void append(LogCursor record) throws SyncException {
    int entries = record.entries(8);
    for (int i = 0, at = record.payload(); i < entries; i++, at += 8) {
      long uid = Bytes.u32(record.bytes(), at);
      if (uid == 0) {
        throw record.corrupted("message with UID 0");
      }
      // A UID that was given before would make Dovecot rebuild; what is listed already stays.
      if (uid > table.lastUid()) {
        table.add(uid, record.bytes()[at + 4] & 0xff, List.of(), state.highestModseq);
      }
    }
    raiseNextUid(table.lastUid() + 1);
  }

  private void raiseNextUid(long nextUid) {
    if (nextUid > state.nextUid()) {
      Bytes.putI32(state.base, BaseHeader.NEXT_UID, (int) Math.min(nextUid, 0xffff_ffffL));
    }
  }

  private static boolean isExpunge(LogCursor record) {
    return record.type() == RecordType.EXPUNGE || record.type() == RecordType.EXPUNGE_GUID;
  }

  private void expunge(LogCursor record) throws SyncException {
    if (record.type() == RecordType.EXPUNGE_GUID) {
      int entries = record.entries(20);
      for (int i = 0, at = record.payload(); i < entries; i++, at += 20) {
        long uid = Bytes.u32(record.bytes(), at);
        expungeRows(uid, uid);
      }
      return;
    }
    RangeReader ranges = new RangeReader(record, record.payload(), 8);
    while (ranges.next()) {
      expungeRows(ranges.first(), ranges.last());
    }
  }

  private void expungeRows(long first, long last) {
    for (int row = table.firstFrom(first); row < table.rows() && table.uid(row) <= last; row++) {
      table.expunge(row);
      state.expungeRequests.remove(table.uid(row));
    }
  }

  private void requestExpunges(LogCursor record) throws SyncException {
    if (record.type() == RecordType.EXPUNGE_GUID) {
      int entries = record.entries(20);
      for (int i = 0, at = record.payload(); i < entries; i++, at += 20) {
        long uid = Bytes.u32(record.bytes(), at);
        requestExpunge(uid, record.offset(), Guid128.of(record.bytes(), at + 4));
      }
      return;
    }
    RangeReader ranges = new RangeReader(record, record.payload(), 8);
    while (ranges.next()) {
      int row = table.firstFrom(ranges.first());
      for (; row < table.rows() && table.uid(row) <= ranges.last(); row++) {
        requestExpunge(table.uid(row), record.offset(), Guid128.EMPTY);
      }
    }
  }

  private void requestExpunge(long uid, int offset, Guid128 guid) {
    if (table.rowOf(uid) >= 0) {
      state.expungeRequests.put(uid, new IndexState.Request(offset, guid));
    }
  }

  private void updateFlags(LogCursor record) throws SyncException {
    RangeReader ranges = new RangeReader(record, record.payload(), 12);
    byte[] bytes = record.bytes();
    while (ranges.next()) {
      int at = ranges.position();
      boolean counts = ModseqCount.flagEntryCounts(bytes, at);
      int row = table.firstFrom(ranges.first());
      for (; row < table.rows() && table.uid(row) <= ranges.last(); row++) {
        table.changeFlags(row, bytes[at + 8], bytes[at + 9]);
        if (counts) {
          table.raiseModseq(row, state.highestModseq);
        }
      }
    }
  }

  private void updateKeyword(LogCursor record) throws SyncException {
    KeywordUpdate update = KeywordUpdate.read(record);
    extensions.introduceKeywords();
    String name = state.keywords.register(update.name());
    List<String> lastBefore = null;
    List<String> lastAfter = null;
    RangeReader ranges = new RangeReader(record, update.rangesAt(), 8);
    while (ranges.next()) {
      int row = table.firstFrom(ranges.first());
      for (; row < table.rows() && table.uid(row) <= ranges.last(); row++) {
        List<String> before = table.keywords(row);
        if (before != lastBefore) {
          lastBefore = before;
          lastAfter =
              update.add()
                  ? state.keywords.with(before, name)
                  : state.keywords.without(before, name);
        }
        table.setKeywords(row, lastAfter);
        table.raiseModseq(row, state.highestModseq);
      }
    }
  }

  private void resetKeywords(LogCursor record) throws SyncException {
    RangeReader ranges = new RangeReader(record, record.payload(), 8);
    while (ranges.next()) {
      int row = table.firstFrom(ranges.first());
      for (; row < table.rows() && table.uid(row) <= ranges.last(); row++) {
        table.setKeywords(row, List.of());
        table.raiseModseq(row, state.highestModseq);
      }
    }
  }

  private void updateModseqs(LogCursor record) throws SyncException {
    int entries = record.entries(12);
    int row = -1;
    for (int i = 0, at = record.payload(); i < entries; i++, at += 12) {
      long uid = Bytes.u32(record.bytes(), at);
      long modseq = Bytes.u64(record.bytes(), at + 4);
      if (modseq < 0 || modseq > ModseqCount.MAX) {
        throw record.corrupted("modseq " + Long.toUnsignedString(modseq));
      }
      if (uid == 0) {
        continue;
      }
      if (!table.hasModseqs()) {
        throw record.corrupted("modseq of a message before they were introduced");
      }
      row = table.firstFrom(uid, row + 1);
      if (table.holds(row, uid)) {
        table.raiseModseq(row, modseq);
      }
    }
  }

  private void updateHeader(LogCursor record) throws SyncException {
    byte[] bytes = record.bytes();
    int at = record.payload();
    while (at + 4 <= record.end()) {
      int offset = Bytes.u16(bytes, at);
      int size = Bytes.u16(bytes, at + 2);
      if (at + 4 + size > record.end()) {
        throw record.corrupted("header update of " + size + " bytes");
      }
      if (offset + size <= state.base.length) {
        overwriteHeader(offset, bytes, at + 4, size);
      }
      at += 4 + Bytes.padded(size);
    }
  }

  private void overwriteHeader(int offset, byte[] bytes, int from, int size) {
    long nextUid = state.nextUid();
    long tail = state.tailOffset();
    System.arraycopy(bytes, from, state.base, offset, size);
    if (state.nextUid() < nextUid) {
      Bytes.putI32(state.base, BaseHeader.NEXT_UID, (int) nextUid);
    }
    if (state.tailOffset() < tail) {
      Bytes.putI32(state.base, BaseHeader.LOG_TAIL, (int) tail);
    }
  }
}
