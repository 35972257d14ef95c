package dev.dovetail.wire;

import java.util.Arrays;
import java.util.List;

/**
 * The columns of one sender for one kind of item (dsync-protocol 2.2). A key is meant by its
 * position in {@link ItemKind#keys}.
 */
final class KeyTable {
  private static final int UNKNOWN = -1;

  private final ItemKind kind;
  private final List<String> columns;
  private final int[] keyOfColumn;
  private final int[] columnOfKey;

  private KeyTable(ItemKind kind, List<String> columns) {
    this.kind = kind;
    this.columns = columns;
    keyOfColumn = new int[columns.size()];
    columnOfKey = new int[kind.keys().size()];
    Arrays.fill(columnOfKey, UNKNOWN);
    for (int column = 0; column < keyOfColumn.length; column++) {
      int key = kind.keys().indexOf(columns.get(column));
      boolean first = key >= 0 && columnOfKey[key] == UNKNOWN;
      keyOfColumn[column] = first ? key : UNKNOWN;
      if (first) {
        columnOfKey[key] = column;
      }
    }
  }

  static KeyTable ours(ItemKind kind) {
    return new KeyTable(kind, kind.keys());
  }

  /** Our tables, indexed by the ordinal of the kind; null for a kind without keys. */
  static KeyTable[] allOurs() {
    KeyTable[] tables = new KeyTable[ItemKind.values().length];
    for (ItemKind kind : ItemKind.values()) {
      tables[kind.ordinal()] = kind.hasKeyTable() ? ours(kind) : null;
    }
    return tables;
  }

  /**
   * Reads a line of the preamble, without the letter.
   *
   * @return a table that may lack required keys; see {@link #missingKey}
   */
  static KeyTable parse(ItemKind kind, String keys) {
    return new KeyTable(kind, keys.isEmpty() ? List.of() : List.of(keys.split("\t", -1)));
  }

  /** The first required key that has no column; null if there is none. */
  String missingKey() {
    for (int key = 0; key < columnOfKey.length; key++) {
      if (kind.isRequired(key) && columnOfKey[key] == UNKNOWN) {
        return kind.keys().get(key);
      }
    }
    return null;
  }

  int columnCount() {
    return keyOfColumn.length;
  }

  /** The key in a column; negative if we do not know it. */
  int keyOf(int column) {
    return keyOfColumn[column];
  }

  /** The column of a key; negative if the sender does not have it. */
  int columnOf(int key) {
    return columnOfKey[key];
  }

  /** As in the preamble, with the letter, without a line end. */
  String line() {
    return kind.letter() + String.join("\t", columns);
  }
}
