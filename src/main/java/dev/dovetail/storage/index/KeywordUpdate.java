package dev.dovetail.storage.index;

import dev.dovetail.failure.SyncException;
import java.nio.charset.StandardCharsets;

/**
 * The head of a record that adds or removes one keyword.
 *
 * @param name one character per byte, not empty
 * @param rangesAt where the UID ranges begin in the record's bytes
 */
record KeywordUpdate(boolean add, String name, int rangesAt) {

  static KeywordUpdate read(LogCursor record) throws SyncException {
    byte[] bytes = record.bytes();
    int at = record.payload();
    int length = record.payloadSize() < 4 ? 0 : Bytes.u16(bytes, at + 2);
    int rangesAt = at + Bytes.padded(4 + length);
    if (length == 0 || rangesAt > record.end() || bytes[at] < 0 || bytes[at] > 1) {
      throw record.corrupted("keyword change without a name");
    }
    String name = new String(bytes, at + 4, length, StandardCharsets.ISO_8859_1);
    return new KeywordUpdate(bytes[at] == 0, name, rangesAt);
  }
}
