package dev.dovetail.storage.index;

import dev.dovetail.failure.SyncException;
import java.nio.file.Path;

/**
 * Walks the records of a log. Stops before the first record, or group of records, that is not
 * complete (storage-formats 3.3, 3.9).
 *
 * <p>Positions {@link #payload} and {@link #end} are indexes into {@link #bytes}; {@link #offset}
 * and {@link #endOffset} are those of the file.
 */
final class LogCursor {
  static final int RECORD_HEADER = 8;
  private static final int BOUNDARY_SIZE = 12;
  private static final int INCOMPLETE = -1;

  private final Path path;
  private final byte[] bytes;
  private final int base;
  private final int limit;
  private int start;
  private int end;
  private int typeWord;
  private int groupEnd = -1;

  /**
   * @param base the file offset of the array's first byte
   */
  LogCursor(Path path, byte[] bytes, int base, int from, int limit) {
    this.path = path;
    this.bytes = bytes;
    this.base = base;
    this.start = from;
    this.end = from;
    this.limit = limit;
  }

  /**
   * Steps to the next record; boundaries are stepped over.
   *
   * @return false at the end; then {@link #endOffset} is where the complete records end
   */
  boolean next() throws SyncException {
    while (true) {
      if (end == groupEnd) {
        groupEnd = -1;
      }
      int size = sizeAt(end);
      if (size == INCOMPLETE) {
        return false;
      }
      typeWord = Bytes.i32(bytes, end + 4);
      if (type() != RecordType.BOUNDARY) {
        start = end;
        end += size;
        return true;
      }
      if (groupEnd >= 0) {
        throw Corruption.at(path, base + end, "a group inside a group");
      }
      groupEnd = groupEndAt(end, size);
      if (groupEnd == INCOMPLETE) {
        return false;
      }
      start = end;
      end += size;
    }
  }

  private int sizeAt(int at) throws SyncException {
    if (limit - at < RECORD_HEADER) {
      return INCOMPLETE;
    }
    int size = encodedSize(bytes, at);
    if (size == 0 || size > limit - at) {
      return INCOMPLETE;
    }
    if (size < RECORD_HEADER) {
      throw Corruption.at(path, base + at, "record size " + size);
    }
    return size;
  }

  /** 0 if a writer has not completed it, or it is no size at all. */
  static int encodedSize(byte[] bytes, int at) {
    if ((bytes[at] & bytes[at + 1] & bytes[at + 2] & bytes[at + 3] & 0x80) == 0) {
      return 0;
    }
    return 4
        * ((bytes[at] & 0x7f) << 21
            | (bytes[at + 1] & 0x7f) << 14
            | (bytes[at + 2] & 0x7f) << 7
            | bytes[at + 3] & 0x7f);
  }

  /** Where the group that begins here ends, if it and all its records are there. */
  private int groupEndAt(int at, int size) throws SyncException {
    if (size != BOUNDARY_SIZE) {
      throw Corruption.at(path, base + at, "boundary of " + size + " bytes");
    }
    long total = Bytes.u32(bytes, at + RECORD_HEADER);
    if (total < BOUNDARY_SIZE) {
      throw Corruption.at(path, base + at, "group of " + total + " bytes");
    }
    if (total > limit - at) {
      return INCOMPLETE;
    }
    int groupLimit = at + (int) total;
    int position = at + size;
    while (position < groupLimit) {
      int next = sizeAt(position);
      if (next == INCOMPLETE) {
        return INCOMPLETE;
      }
      position += next;
    }
    if (position > groupLimit) {
      throw Corruption.at(path, base + at, "a record that reaches beyond its group");
    }
    return groupLimit;
  }

  int type() {
    return typeWord & RecordType.TYPE_MASK;
  }

  boolean isExternal() {
    return (typeWord & RecordType.EXTERNAL) != 0;
  }

  boolean isBySync() {
    return (typeWord & RecordType.SYNC) != 0;
  }

  boolean inGroup() {
    return groupEnd >= 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int payload() {
    return start + RECORD_HEADER;
  }

  int end() {
    return end;
  }

  int payloadSize() {
    return end - payload();
  }

  int offset() {
    return base + start;
  }

  int endOffset() {
    return base + end;
  }

  CorruptIndexException corrupted(String what) {
    return Corruption.at(path, offset(), what);
  }

  /** The number of entries, which must fill the payload. */
  int entries(int entrySize) throws SyncException {
    int size = payloadSize();
    if (size == 0 || size % entrySize != 0) {
      throw corrupted(
          "record of type 0x" + Integer.toHexString(type()) + " with " + size + " bytes");
    }
    return size / entrySize;
  }
}
