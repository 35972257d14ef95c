package dev.dovetail.storage.maildir;

import dev.dovetail.storage.file.FileStatus;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/**
 * The header of the index's {@code maildir} extension: what the directories looked like when they
 * were last merged into the index, and when that was (storage-formats 2.4). Seconds and nanoseconds
 * are unsigned 32-bit values.
 */
record DirectoryCheck(
    long newCheckTime,
    long newSeconds,
    long newNanos,
    long curCheckTime,
    long curSeconds,
    long curNanos,
    long uidListSeconds,
    long uidListNanos,
    long uidListSize) {

  static final String EXTENSION = "maildir";
  static final int SIZE = 36;

  static final DirectoryCheck NEVER = new DirectoryCheck(0, 0, 0, 0, 0, 0, 0, 0, 0);

  private static final long MASK = 0xffffffffL;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  static DirectoryCheck parse(byte[] header) {
    if (header.length < SIZE) {
      return NEVER;
    }
    ByteBuffer in = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    return new DirectoryCheck(
        next(in), next(in), next(in), next(in), next(in), next(in), next(in), next(in), next(in));
  }

  static DirectoryCheck of(DirectoryTimes times, FileStatus uidList, long now) {
    return new DirectoryCheck(
        now,
        times.newMails().getEpochSecond() & MASK,
        times.newMails().getNano(),
        now,
        times.cur().getEpochSecond() & MASK,
        times.cur().getNano(),
        uidList.modifiedSeconds() & MASK,
        Math.floorMod(uidList.modifiedNanos(), NANOS_PER_SECOND),
        uidList.size() & MASK);
  }

  byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    for (long value :
        new long[] {
          newCheckTime,
          newSeconds,
          newNanos,
          curCheckTime,
          curSeconds,
          curNanos,
          uidListSeconds,
          uidListNanos,
          uidListSize
        }) {
      out.putInt((int) value);
    }
    return out.array();
  }

  /**
   * True if nothing can have changed since: the times are the same, and the check was late enough
   * after them that a change within the same second cannot have escaped it.
   */
  boolean stillHolds(DirectoryTimes times) {
    return isTime(times.newMails(), newSeconds, newNanos)
        && isTime(times.cur(), curSeconds, curNanos)
        && newCheckTime > newSeconds + 1
        && curCheckTime > curSeconds + 1;
  }

  /** True if writing {@code later} instead of this would spare the next one a look. */
  boolean isWorthReplacingBy(DirectoryCheck later) {
    return newSeconds != later.newSeconds
        || newNanos != later.newNanos
        || curSeconds != later.curSeconds
        || curNanos != later.curNanos
        || newCheckTime <= newSeconds + 1 && later.newCheckTime > later.newSeconds + 1
        || curCheckTime <= curSeconds + 1 && later.curCheckTime > later.curSeconds + 1;
  }

  private static boolean isTime(Instant time, long seconds, long nanos) {
    return (time.getEpochSecond() & MASK) == seconds && time.getNano() == nanos;
  }

  private static long next(ByteBuffer in) {
    return in.getInt() & MASK;
  }
}
