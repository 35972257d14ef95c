package dev.dovetail.storage.index;

import java.util.Arrays;

/** Bytes of log records that grow. */
final class RecordBuffer {
  private byte[] bytes = new byte[256];
  private int length;

  int length() {
    return length;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** Makes room, possibly in another array. */
  private int reserve(int count) {
    int at = length;
    if (count > bytes.length - at) {
      bytes = Arrays.copyOf(bytes, Math.addExact(Math.max(at, count), Math.max(at, count)));
    }
    length += count;
    return at;
  }

  RecordBuffer u8(int value) {
    int at = reserve(1);
    bytes[at] = (byte) value;
    return this;
  }

  RecordBuffer u16(int value) {
    int at = reserve(2);
    bytes[at] = (byte) value;
    bytes[at + 1] = (byte) (value >> 8);
    return this;
  }

  RecordBuffer u32(long value) {
    int at = reserve(4);
    Bytes.putI32(bytes, at, (int) value);
    return this;
  }

  RecordBuffer u64(long value) {
    return u32(value).u32(value >> 32);
  }

  RecordBuffer put(byte[] source) {
    return put(source, 0, source.length);
  }

  RecordBuffer put(byte[] source, int from, int count) {
    int at = reserve(count);
    System.arraycopy(source, from, bytes, at, count);
    return this;
  }

  /** Adds zeroes up to a multiple of 4 bytes since {@code start}. */
  RecordBuffer pad(int start) {
    while ((length - start) % 4 != 0) {
      u8(0);
    }
    return this;
  }

  /** Begins a record; its size is known at {@link #finish}. */
  int begin(int typeWord) {
    int start = length;
    u32(0).u32(typeWord);
    return start;
  }

  void finish(int start) {
    int quarters = (length - start) / 4;
    if (quarters >= 1 << 28) {
      throw new IllegalStateException("A log record of " + (length - start) + " bytes");
    }
    bytes[start] = (byte) (0x80 | quarters >> 21 & 0x7f);
    bytes[start + 1] = (byte) (0x80 | quarters >> 14 & 0x7f);
    bytes[start + 2] = (byte) (0x80 | quarters >> 7 & 0x7f);
    bytes[start + 3] = (byte) (0x80 | quarters & 0x7f);
  }
}
