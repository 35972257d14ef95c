package dev.dovetail.storage.index;

import dev.dovetail.mail.Flags;

/** How records raise a mailbox's highest modseq (storage-formats 3.7). */
final class ModseqCount {
  private static final int FLAG_ENTRY = 12;
  private static final int MODSEQ_ENTRY = 12;

  /** Far more than changes can ever make it, and far from overflow. */
  static final long MAX = 1L << 62;

  private ModseqCount() {}

  /** The highest modseq after the cursor's record, if it is {@code highest} before. */
  static long after(long highest, LogCursor record) {
    switch (record.type()) {
      case RecordType.EXPUNGE:
      case RecordType.EXPUNGE_GUID:
        return record.isExternal() ? highest + 1 : highest;
      case RecordType.APPEND:
      case RecordType.KEYWORD_UPDATE:
      case RecordType.KEYWORD_RESET:
      case RecordType.ATTRIBUTE_UPDATE:
        return highest + 1;
      case RecordType.FLAG_UPDATE:
        return anyFlagCounts(record) ? highest + 1 : highest;
      case RecordType.MODSEQ_UPDATE:
        return highestValue(highest, record);
      default:
        return highest;
    }
  }

  private static boolean anyFlagCounts(LogCursor record) {
    for (int at = record.payload(); at + FLAG_ENTRY <= record.end(); at += FLAG_ENTRY) {
      if (flagEntryCounts(record.bytes(), at)) {
        return true;
      }
    }
    return false;
  }

  static boolean flagEntryCounts(byte[] bytes, int at) {
    return ((bytes[at + 8] | bytes[at + 9]) & Flags.STORED) != 0 || bytes[at + 10] != 0;
  }

  private static long highestValue(long highest, LogCursor record) {
    long result = highest;
    for (int at = record.payload(); at + MODSEQ_ENTRY <= record.end(); at += MODSEQ_ENTRY) {
      long value = Bytes.u64(record.bytes(), at + 4);
      if (value <= MAX) {
        result = Math.max(result, value);
      }
    }
    return result;
  }
}
