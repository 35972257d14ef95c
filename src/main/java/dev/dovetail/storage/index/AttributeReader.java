package dev.dovetail.storage.index;

import dev.dovetail.failure.SyncException;
import dev.dovetail.storage.LogChanges;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads records about changed attributes (storage-formats 3.5). */
final class AttributeReader {
  private static final int KIND = 2;

  private AttributeReader() {}

  static void read(LogCursor record, long modseq, List<LogChanges.AttributeChange> target)
      throws SyncException {
    byte[] bytes = record.bytes();
    int at = record.payload();
    int numbers = numbersAt(record);
    while (bytes[at] != 0) {
      int nameAt = at + KIND;
      int nameEnd = endOfName(record, nameAt);
      boolean deleted = bytes[at] == '-';
      int numbersSize = deleted ? 4 : 8;
      if (numbers + numbersSize > record.end()) {
        throw record.corrupted("attribute without a time");
      }
      String key = new String(bytes, nameAt, nameEnd - nameAt, StandardCharsets.ISO_8859_1);
      long time = Bytes.u32(bytes, numbers);
      target.add(new LogChanges.AttributeChange(bytes[at + 1] == 's', key, deleted, time, modseq));
      numbers += numbersSize;
      at = nameEnd + 1;
    }
  }

  /** Where the times and sizes begin, behind the list of names. */
  private static int numbersAt(LogCursor record) throws SyncException {
    byte[] bytes = record.bytes();
    int at = record.payload();
    while (at < record.end() && bytes[at] != 0) {
      if (at + KIND >= record.end()
          || bytes[at] != '+' && bytes[at] != '-'
          || bytes[at + 1] != 'p' && bytes[at + 1] != 's') {
        throw record.corrupted("attribute change of an unknown kind");
      }
      at = endOfName(record, at + KIND) + 1;
    }
    if (at >= record.end()) {
      throw record.corrupted("attribute list without an end");
    }
    return record.payload() + Bytes.padded(at + 1 - record.payload());
  }

  private static int endOfName(LogCursor record, int from) throws SyncException {
    byte[] bytes = record.bytes();
    int at = from;
    while (at < record.end() && bytes[at] != 0) {
      at++;
    }
    if (at >= record.end() || at == from) {
      throw record.corrupted("attribute without a name");
    }
    return at;
  }
}
