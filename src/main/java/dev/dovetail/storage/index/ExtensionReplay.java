package dev.dovetail.storage.index;

import dev.dovetail.failure.SyncException;
import java.nio.charset.StandardCharsets;

/** Applies the records that concern extensions (storage-formats 3.4). */
final class ExtensionReplay {
  private static final int INTRO = 20;
  private static final int NO_SHRINK = 1;
  private static final int MAX_EXTENSIONS = 1024;
  private static final long BY_NAME = 0xffff_ffffL;

  private final IndexState state;

  /** Null if none is selected. */
  private Extension selected;

  /** The size of records in the log, which may be less than those of the extension. */
  private int selectedRecordSize;

  /** The introduction named another generation of the extension: updates do not apply. */
  private boolean outdated;

  private boolean wasInGroup;

  ExtensionReplay(IndexState state) {
    this.state = state;
  }

  /** A selection ends with its transaction. */
  void before(LogCursor record) {
    if (wasInGroup != record.inGroup()) {
      selected = null;
    }
    wasInGroup = record.inGroup();
  }

  void apply(LogCursor record) throws SyncException {
    switch (record.type()) {
      case RecordType.EXT_INTRO -> introduce(record);
      case RecordType.EXT_RESET -> reset(record);
      case RecordType.EXT_HDR_UPDATE -> updateHeader(record, 4);
      case RecordType.EXT_HDR_UPDATE32 -> updateHeader(record, 8);
      case RecordType.EXT_REC_UPDATE -> updateRecords(record);
      case RecordType.EXT_ATOMIC_INC -> increment(record);
      default -> {
        // Of no interest here, or of a later Dovecot.
      }
    }
  }

  /** Keywords take a place in the table of extensions when the first one appears. */
  void introduceKeywords() {
    if (!state.hasExtension(Extension.KEYWORDS)) {
      state.extensions.add(new Extension(Extension.KEYWORDS, 0, new byte[0], 1));
    }
  }

  private void introduce(LogCursor record) throws SyncException {
    byte[] bytes = record.bytes();
    int at = record.payload();
    int nameLength = record.payloadSize() < INTRO ? -1 : Bytes.u16(bytes, at + 18);
    if (nameLength < 0 || INTRO + nameLength > record.payloadSize()) {
      throw record.corrupted("extension introduced without a name");
    }
    long id = Bytes.u32(bytes, at);
    long resetId = Bytes.u32(bytes, at + 4);
    long headerSize = Bytes.u32(bytes, at + 8);
    int recordSize = Bytes.u16(bytes, at + 12);
    boolean noShrink = (Bytes.u16(bytes, at + 16) & NO_SHRINK) != 0;
    if (headerSize > Extension.MAX_HEADER) {
      throw record.corrupted("extension header of " + headerSize + " bytes");
    }
    selectedRecordSize = recordSize;
    outdated = false;
    if (id != BY_NAME) {
      if (id >= state.extensions.size()) {
        throw record.corrupted("unknown extension number " + id);
      }
      selected = state.extensions.get((int) id);
    } else {
      String name = new String(bytes, at + INTRO, nameLength, StandardCharsets.ISO_8859_1);
      selected = name.isEmpty() ? null : state.extension(name);
      if (selected == null) {
        selected = create(record, name, resetId, (int) headerSize, recordSize);
        return;
      }
    }
    outdated = selected.resetId() != resetId;
    if (!outdated) {
      requireFit(record, Math.max(recordSize, selected.recordSize()));
      resize((int) headerSize, recordSize, noShrink);
    }
  }

  private Extension create(
      LogCursor record, String name, long resetId, int headerSize, int recordSize)
      throws SyncException {
    if (name.isEmpty()) {
      throw record.corrupted("extension without a name");
    }
    if (state.extensions.size() >= MAX_EXTENSIONS) {
      throw record.corrupted("more than " + MAX_EXTENSIONS + " extensions");
    }
    Extension created = new Extension(name, resetId, new byte[headerSize], recordSize);
    state.extensions.add(created);
    if (name.equals(Extension.MODSEQ)) {
      state.table.enableModseqs(state.highestModseq);
    }
    return created;
  }

  private void requireFit(LogCursor record, int recordSize) throws SyncException {
    if (!Extension.fits(recordSize, state.table.rows())) {
      throw record.corrupted("records of " + recordSize + " bytes in extension " + selected.name());
    }
  }

  private void resize(int headerSize, int recordSize, boolean noShrink) {
    int present = selected.header().length;
    if (headerSize > present || headerSize < present && !noShrink) {
      selected.resizeHeader(headerSize);
    }
    selected.growRecords(recordSize, state.table.rows());
  }

  private void reset(LogCursor record) throws SyncException {
    if (record.payloadSize() < 4) {
      throw record.corrupted("extension reset of " + record.payloadSize() + " bytes");
    }
    if (selected == null) {
      return;
    }
    boolean keepData = record.payloadSize() > 4 && record.bytes()[record.payload() + 4] != 0;
    selected.reset(Bytes.u32(record.bytes(), record.payload()), keepData);
    outdated = false;
  }

  /**
   * @param entryHeader the bytes of offset and size together
   */
  private void updateHeader(LogCursor record, int entryHeader) throws SyncException {
    byte[] bytes = record.bytes();
    long at = record.payload();
    while (at + entryHeader <= record.end()) {
      int start = (int) at;
      boolean wide = entryHeader == 8;
      long offset = wide ? Bytes.u32(bytes, start) : Bytes.u16(bytes, start);
      long size = wide ? Bytes.u32(bytes, start + 4) : Bytes.u16(bytes, start + 2);
      at += entryHeader;
      if (size > record.end() - at) {
        throw record.corrupted("extension header update of " + size + " bytes");
      }
      if (selected != null && !outdated && offset + size <= selected.header().length) {
        System.arraycopy(bytes, (int) at, selected.header(), (int) offset, (int) size);
      }
      at += Bytes.padded((int) size);
    }
  }

  private void updateRecords(LogCursor record) throws SyncException {
    if (selected == null || outdated || !selected.hasColumn()) {
      return;
    }
    int entrySize = 4 + Bytes.padded(selectedRecordSize);
    int entries = record.entries(entrySize);
    int rows = state.table.rows();
    requireFit(record, selected.recordSize());
    for (int i = 0, at = record.payload(); i < entries; i++, at += entrySize) {
      int row = state.table.rowOf(Bytes.u32(record.bytes(), at));
      if (row >= 0) {
        selected.put(row, rows, record.bytes(), at + 4, selectedRecordSize);
      }
    }
  }

  private void increment(LogCursor record) throws SyncException {
    int entries = record.entries(8);
    if (selected == null || outdated || !selected.hasColumn()) {
      return;
    }
    if (selected.recordSize() > 8) {
      throw record.corrupted("increment of " + selected.recordSize() + " bytes");
    }
    int rows = state.table.rows();
    requireFit(record, selected.recordSize());
    for (int i = 0, at = record.payload(); i < entries; i++, at += 8) {
      int row = state.table.rowOf(Bytes.u32(record.bytes(), at));
      if (row >= 0) {
        selected.increment(row, rows, Bytes.i32(record.bytes(), at + 4));
      }
    }
  }
}
