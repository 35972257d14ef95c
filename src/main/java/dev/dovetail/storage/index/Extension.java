package dev.dovetail.storage.index;

import java.util.Arrays;

/**
 * One extension of the index: a header, and a column of equal records parallel to the messages. The
 * columns of {@link #KEYWORDS} and {@link #MODSEQ} are kept in {@link MessageTable} in another
 * form.
 */
final class Extension {
  static final String KEYWORDS = "keywords";
  static final String MODSEQ = "modseq";

  static final int MAX_HEADER = 1 << 24;
  private static final long MAX_COLUMN = 1L << 28;

  private final String name;
  private final boolean hasColumn;
  private long resetId;
  private byte[] header;
  private int recordSize;

  /** Null while all records are zero. */
  private byte[] column;

  Extension(String name, long resetId, byte[] header, int recordSize) {
    this.name = name;
    this.resetId = resetId;
    this.header = header;
    this.recordSize = recordSize;
    this.hasColumn = !name.equals(KEYWORDS) && !name.equals(MODSEQ);
  }

  Extension copy() {
    Extension copy = new Extension(name, resetId, header.clone(), recordSize);
    copy.column = column == null ? null : column.clone();
    return copy;
  }

  String name() {
    return name;
  }

  long resetId() {
    return resetId;
  }

  byte[] header() {
    return header;
  }

  int recordSize() {
    return recordSize;
  }

  boolean hasColumn() {
    return hasColumn;
  }

  void resizeHeader(int size) {
    header = Arrays.copyOf(header, size);
  }

  void growRecords(int size, int rows) {
    if (column != null && size > recordSize) {
      byte[] wider = new byte[rows * size];
      // Rows that were added since the column was last written to are not in it.
      int present = recordSize == 0 ? 0 : Math.min(rows, column.length / recordSize);
      for (int row = 0; row < present; row++) {
        System.arraycopy(column, row * recordSize, wider, row * size, recordSize);
      }
      column = wider;
    }
    recordSize = Math.max(recordSize, size);
  }

  void reset(long newResetId, boolean keepData) {
    resetId = newResetId;
    if (!keepData) {
      Arrays.fill(header, (byte) 0);
      column = null;
    }
  }

  /** Whether a column of {@code rows} records stays within what an index may need. */
  static boolean fits(int recordSize, int rows) {
    return (long) recordSize * rows <= MAX_COLUMN;
  }

  void put(int row, int rows, byte[] source, int at, int length) {
    byte[] records = column(rows);
    int start = row * recordSize;
    System.arraycopy(source, at, records, start, length);
    Arrays.fill(records, start + length, start + recordSize, (byte) 0);
  }

  /** Adds to a little-endian number of the record's size, 1 to 8 bytes. */
  void increment(int row, int rows, int difference) {
    byte[] records = column(rows);
    int start = row * recordSize;
    long carry = difference;
    for (int i = start; i < start + recordSize; i++) {
      carry += records[i] & 0xff;
      records[i] = (byte) carry;
      carry >>= 8;
    }
  }

  byte[] get(int row) {
    int from = row * recordSize;
    return column == null || column.length <= from
        ? new byte[recordSize]
        : Arrays.copyOfRange(column, from, from + recordSize);
  }

  private byte[] column(int rows) {
    int needed = rows * recordSize;
    if (column == null) {
      column = new byte[needed];
    } else if (column.length < needed) {
      column = Arrays.copyOf(column, Math.max(needed, grown(needed)));
    }
    return column;
  }

  private int grown(int needed) {
    int records = (int) Math.min(MAX_COLUMN, column.length * 3L / 2) / Math.max(1, recordSize);
    return Math.max(needed, records * recordSize);
  }

  /** Moves the records of some rows to lower ones. */
  void move(int from, int to, int count) {
    if (column == null) {
      return;
    }
    int source = startOf(from);
    int target = startOf(to);
    int present = startOf(from + count) - source;
    System.arraycopy(column, source, column, target, present);
    Arrays.fill(column, target + present, startOf(to + count), (byte) 0);
  }

  /** Where a record begins, or the column ends. */
  private int startOf(int row) {
    return (int) Math.min((long) row * recordSize, column.length);
  }

  /** Zeroes what moved rows left behind. */
  void truncate(int rows) {
    int from = rows * recordSize;
    if (column != null && from < column.length) {
      Arrays.fill(column, from, column.length, (byte) 0);
    }
  }
}
