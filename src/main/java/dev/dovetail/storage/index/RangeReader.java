package dev.dovetail.storage.index;

import dev.dovetail.failure.SyncException;

/** Reads entries that begin with a first and a last UID, which must ascend. */
final class RangeReader {
  private final LogCursor record;
  private final int entrySize;
  private int next;
  private int position;
  private long first;
  private long last;

  /**
   * @param from where in the record's bytes the entries begin; they go to its end
   */
  RangeReader(LogCursor record, int from, int entrySize) throws SyncException {
    int size = record.end() - from;
    if (size <= 0 || size % entrySize != 0) {
      throw record.corrupted("UID ranges of " + size + " bytes");
    }
    this.record = record;
    this.next = from;
    this.entrySize = entrySize;
  }

  boolean next() throws SyncException {
    if (next == record.end()) {
      return false;
    }
    position = next;
    first = Bytes.u32(record.bytes(), position);
    if (first <= last) {
      throw record.corrupted("UIDs that do not ascend");
    }
    last = Bytes.u32(record.bytes(), position + 4);
    if (last < first) {
      throw record.corrupted("UID range that ends before it begins");
    }
    next = position + entrySize;
    return true;
  }

  int position() {
    return position;
  }

  long first() {
    return first;
  }

  long last() {
    return last;
  }
}
