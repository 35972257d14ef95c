package dev.dovetail.storage.index;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The messages of an index as parallel arrays by ascending UID. Expunged rows stay until {@link
 * #compact}, so that a long log is not quadratic.
 */
final class MessageTable {
  private static final int FIRST_CAPACITY = 16;

  /** Unsigned. */
  private int[] uids = new int[FIRST_CAPACITY];

  private byte[] flags = new byte[FIRST_CAPACITY];
  private List<String>[] keywords = sets(FIRST_CAPACITY);

  /** Null while the index keeps no modseqs per message. */
  private long[] modseqs;

  private final List<Extension> extensions;
  private final BitSet expunged = new BitSet();
  private int rows;

  MessageTable(List<Extension> extensions) {
    this.extensions = extensions;
  }

  /**
   * @param copied the extensions of the copy
   */
  MessageTable copy(List<Extension> copied) {
    MessageTable copy = new MessageTable(copied);
    copy.uids = uids.clone();
    copy.flags = flags.clone();
    copy.keywords = keywords.clone();
    copy.modseqs = modseqs == null ? null : modseqs.clone();
    copy.expunged.or(expunged);
    copy.rows = rows;
    return copy;
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  private static List<String>[] sets(int capacity) {
    return new List[capacity];
  }

  int rows() {
    return rows;
  }

  void reserve(int capacity) {
    uids = Arrays.copyOf(uids, capacity);
    flags = Arrays.copyOf(flags, capacity);
    keywords = Arrays.copyOf(keywords, capacity);
    if (modseqs != null) {
      modseqs = Arrays.copyOf(modseqs, capacity);
    }
  }

  void enableModseqs(long initial) {
    modseqs = new long[uids.length];
    Arrays.fill(modseqs, 0, rows, initial);
  }

  boolean hasModseqs() {
    return modseqs != null;
  }

  /** Adds a row; {@code uid} is above all others. */
  void add(long uid, int messageFlags, List<String> messageKeywords, long modseq) {
    if (rows == uids.length) {
      reserve(rows + rows / 2);
    }
    uids[rows] = (int) uid;
    flags[rows] = (byte) messageFlags;
    keywords[rows] = messageKeywords;
    if (modseqs != null) {
      modseqs[rows] = modseq;
    }
    rows++;
  }

  /** The last UID, expunged or not; 0 if there is none. */
  long lastUid() {
    return rows == 0 ? 0 : uid(rows - 1);
  }

  long uid(int row) {
    return uids[row] & 0xffff_ffffL;
  }

  /** The first row whose UID is at least {@code uid}; {@link #rows} if there is none. */
  int firstFrom(long uid) {
    int low = 0;
    int high = rows;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (uid(middle) < uid) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The same, at once if it is the row that is guessed. */
  int firstFrom(long uid, int guess) {
    return guess < rows && uid(guess) == uid ? guess : firstFrom(uid);
  }

  /** True if the message was not expunged. */
  boolean holds(int row, long uid) {
    return row < rows && uid(row) == uid && !expunged.get(row);
  }

  /** The row of a message that was not expunged, or -1. */
  int rowOf(long uid) {
    int row = firstFrom(uid);
    return holds(row, uid) ? row : -1;
  }

  int flags(int row) {
    return flags[row] & 0xff;
  }

  void changeFlags(int row, int add, int remove) {
    flags[row] = (byte) (flags[row] & ~remove | add);
  }

  List<String> keywords(int row) {
    return keywords[row];
  }

  void setKeywords(int row, List<String> set) {
    keywords[row] = set;
  }

  long modseq(int row) {
    return modseqs == null ? 0 : modseqs[row];
  }

  void raiseModseq(int row, long value) {
    if (modseqs != null) {
      modseqs[row] = Math.max(modseqs[row], value);
    }
  }

  void expunge(int row) {
    expunged.set(row);
  }

  /** Removes expunged rows; row numbers change. */
  void compact() {
    int first = expunged.nextSetBit(0);
    if (first < 0) {
      return;
    }
    int kept = first;
    int from = first;
    while (from < rows) {
      from = expunged.nextClearBit(from);
      int to = expunged.nextSetBit(from);
      to = to < 0 ? rows : to;
      move(from, kept, to - from);
      kept += to - from;
      from = to;
    }
    Arrays.fill(keywords, kept, rows, null);
    for (Extension extension : extensions) {
      extension.truncate(kept);
    }
    rows = kept;
    expunged.clear();
  }

  private void move(int from, int to, int count) {
    System.arraycopy(uids, from, uids, to, count);
    System.arraycopy(flags, from, flags, to, count);
    System.arraycopy(keywords, from, keywords, to, count);
    if (modseqs != null) {
      System.arraycopy(modseqs, from, modseqs, to, count);
    }
    for (Extension extension : extensions) {
      extension.move(from, to, count);
    }
  }
}
