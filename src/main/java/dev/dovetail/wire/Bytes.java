package dev.dovetail.wire;

import java.util.Arrays;

/** A growing array of bytes. */
final class Bytes {
  byte[] array;
  int length;

  Bytes(int capacity) {
    array = new byte[capacity];
  }

  void put(int value) {
    if (length == array.length) {
      reserve(1);
    }
    array[length++] = (byte) value;
  }

  void put(byte[] from, int start, int end) {
    reserve(end - start);
    System.arraycopy(from, start, array, length, end - start);
    length += end - start;
  }

  /** Makes room for {@code more} bytes behind {@link #length}. */
  void reserve(int more) {
    int needed = Math.addExact(length, more);
    if (needed > array.length) {
      array = Arrays.copyOf(array, (int) Math.min(Integer.MAX_VALUE - 8L, needed * 2L));
    }
  }
}
