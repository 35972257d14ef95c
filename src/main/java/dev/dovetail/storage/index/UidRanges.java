package dev.dovetail.storage.index;

import java.util.Arrays;

/** UIDs in ascending order, neighbours joined to ranges. */
public final class UidRanges {
  private static final long MAX_UID = 0xffff_ffffL;

  /** first, last, first, last... */
  private long[] bounds = new long[8];

  private int used;

  public static UidRanges of(long uid) {
    return of(uid, uid);
  }

  public static UidRanges of(long first, long last) {
    return new UidRanges().add(first, last);
  }

  public UidRanges add(long uid) {
    return add(uid, uid);
  }

  /**
   * Adds {@code first} to {@code last}, both included.
   *
   * @throws IllegalArgumentException unless they follow what was added before, within 1..2^32-1
   */
  public UidRanges add(long first, long last) {
    long previous = used == 0 ? 0 : bounds[used - 1];
    if (first <= previous || last < first || last > MAX_UID) {
      throw new IllegalArgumentException("UIDs do not ascend: " + first + ".." + last);
    }
    if (used > 0 && first == previous + 1) {
      bounds[used - 1] = last;
      return this;
    }
    if (used == bounds.length) {
      bounds = Arrays.copyOf(bounds, used * 2);
    }
    bounds[used++] = first;
    bounds[used++] = last;
    return this;
  }

  public boolean isEmpty() {
    return used == 0;
  }

  /** The number of ranges. */
  public int count() {
    return used / 2;
  }

  public long first(int range) {
    return bounds[2 * range];
  }

  public long last(int range) {
    return bounds[2 * range + 1];
  }
}
