package dev.dovetail.storage.index;

import dev.dovetail.failure.SyncException;
import java.nio.file.Path;

/**
 * The head of a log file (storage-formats 3.2).
 *
 * @param size where the records begin
 * @param previousSequence 0 if the log does not continue another
 * @param initialModseq the mailbox's highest modseq where the file begins, at least 1
 */
record LogHeader(
    int size,
    long indexId,
    long sequence,
    long previousSequence,
    long previousEnd,
    long initialModseq) {

  static final int SIZE = 40;
  private static final int MIN_SIZE = 24;
  private static final int MAJOR = 1;
  private static final int MINOR = 3;
  private static final int LITTLE_ENDIAN = 1;
  private static final int FIRST_SEQUENCE = 2;

  static LogHeader parse(byte[] bytes, Path file) throws SyncException {
    if (bytes.length < MIN_SIZE) {
      throw Corruption.in(file, "only " + bytes.length + " bytes, no header");
    }
    if (bytes[0] != MAJOR) {
      throw Corruption.otherVersion(file, bytes[0] & 0xff);
    }
    int size = Bytes.u16(bytes, 2);
    if (size < MIN_SIZE || size > bytes.length || size % 4 != 0) {
      throw Corruption.in(file, "header size " + size);
    }
    long indexId = Bytes.u32(bytes, 4);
    if (indexId == 0) {
      throw Corruption.in(file, "Dovecot has marked it so");
    }
    if (size > 32 && bytes[32] != LITTLE_ENDIAN) {
      throw Corruption.in(file, "unknown byte order, compatibility flags " + (bytes[32] & 0xff));
    }
    long initialModseq = size >= 32 ? Bytes.u64(bytes, 24) : 1;
    if (initialModseq < 0) {
      throw Corruption.in(file, "initial modseq " + Long.toUnsignedString(initialModseq));
    }
    return new LogHeader(
        size,
        indexId,
        Bytes.u32(bytes, 8),
        Bytes.u32(bytes, 12),
        Bytes.u32(bytes, 16),
        Math.max(1, initialModseq));
  }

  /** The header of a new mailbox's log (storage-formats 5.f). */
  static byte[] initial(int time) {
    byte[] bytes = new byte[SIZE];
    bytes[0] = MAJOR;
    bytes[1] = MINOR;
    bytes[2] = SIZE;
    Bytes.putI32(bytes, 4, time);
    Bytes.putI32(bytes, 8, FIRST_SEQUENCE);
    Bytes.putI32(bytes, 20, time);
    bytes[24] = 1;
    bytes[32] = LITTLE_ENDIAN;
    return bytes;
  }

  /** The header of a log that replaces another and begins with an empty mailbox. */
  static byte[] restarting(IndexState before, int time) {
    byte[] bytes = initial(time);
    Bytes.putI32(bytes, 4, (int) before.indexId());
    Bytes.putI32(bytes, 8, (int) before.logSequence() + 1);
    Bytes.putI32(bytes, 24, (int) before.highestModseq());
    Bytes.putI32(bytes, 28, (int) (before.highestModseq() >>> 32));
    return bytes;
  }

  boolean standsAlone() {
    return previousSequence == 0;
  }
}
