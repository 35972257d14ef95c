package dev.dovetail.wire;

import dev.dovetail.mail.Guid128;
import dev.dovetail.wire.item.FieldSource;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Collects the fields of one record to send, by key. Null and false leave a field out; so does 0
 * where a method says so.
 */
public final class FieldWriter {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

  private final KeyTable[] tables;
  private final Bytes values = new Bytes(512);
  private final byte[] digits = new byte[20];
  private ItemKind kind;
  private int[] starts = new int[32];
  private int[] ends = new int[32];
  private int cursor;
  private FieldWriter nested;

  FieldWriter(KeyTable[] tables) {
    this.tables = tables;
  }

  void begin(ItemKind newKind) {
    kind = newKind;
    values.length = 0;
    cursor = 0;
    Arrays.fill(starts, 0, kind.keys().size(), -1);
  }

  /** Appends the record without letter and line end, in the columns of the table. */
  void finish(Bytes to) {
    KeyTable table = tables[kind.ordinal()];
    int last = table.columnCount() - 1;
    while (last >= 0 && (table.keyOf(last) < 0 || starts[table.keyOf(last)] < 0)) {
      last--;
    }
    for (int column = 0; column <= last; column++) {
      if (column > 0) {
        to.put('\t');
      }
      int key = table.keyOf(column);
      if (key < 0 || starts[key] < 0) {
        to.put(FieldEscaping.NULL);
      } else {
        to.put(values.array, starts[key], ends[key]);
      }
    }
  }

  /** True is an empty value. */
  public void flag(String key, boolean value) {
    if (value) {
      close(open(key));
    }
  }

  /** Decimal. */
  public void number(String key, long value) {
    int index = open(key);
    putDecimal(value);
    close(index);
  }

  /** Decimal; 0 leaves the field out. */
  public void optionalNumber(String key, long value) {
    if (value != 0) {
      number(key, value);
    }
  }

  /** Hexadecimal, unsigned; 0 leaves the field out. */
  public void optionalHex(String key, long value) {
    if (value == 0) {
      return;
    }
    int index = open(key);
    int shift = (63 - Long.numberOfLeadingZeros(value)) & ~3;
    for (; shift >= 0; shift -= 4) {
      values.put(HEX[(int) (value >>> shift) & 15]);
    }
    close(index);
  }

  /** 32 lower-case hexadecimal digits. */
  public void guid(String key, Guid128 value) {
    if (value != null) {
      int index = open(key);
      putGuid(value);
      close(index);
    }
  }

  public void letter(String key, char value) {
    int index = open(key);
    FieldEscaping.putEscaped(value, values);
    close(index);
  }

  /** One byte per character. */
  public void bytes(String key, String value) {
    if (value == null) {
      return;
    }
    int index = open(key);
    int length = value.length();
    values.reserve(length + 1);
    if (length > 0 && value.charAt(0) == FieldEscaping.NULL) {
      values.put(FieldEscaping.NULL);
    }
    for (int i = 0; i < length; i++) {
      char character = value.charAt(i);
      if (character > 0xff) {
        throw new IllegalArgumentException(key + " is made of bytes, not of " + value);
      }
      if (character > '\r') {
        values.put(character);
      } else {
        FieldEscaping.putEscaped(character, values);
      }
    }
    close(index);
  }

  /** UTF-8. */
  public void text(String key, String value) {
    if (value != null) {
      bytes(key, utf8(value));
    }
  }

  /** Elements of one byte per character. */
  public void list(String key, List<String> elements) {
    if (elements == null) {
      return;
    }
    int index = open(key);
    putNullMark(elements);
    for (int i = 0; i < elements.size(); i++) {
      if (i > 0) {
        FieldEscaping.putEscaped('\t', values);
      }
      String element = elements.get(i);
      for (int j = 0; j < element.length(); j++) {
        char character = element.charAt(j);
        if (character > 0xff) {
          throw new IllegalArgumentException(key + " is made of bytes, not of " + element);
        }
        FieldEscaping.putEscapedTwice(character, values);
      }
    }
    close(index);
  }

  /** Elements in UTF-8. */
  public void textList(String key, List<String> elements) {
    if (elements == null) {
      return;
    }
    String[] encoded = new String[elements.size()];
    for (int i = 0; i < encoded.length; i++) {
      encoded[i] = utf8(elements.get(i));
    }
    list(key, Arrays.asList(encoded));
  }

  /** Elements in UTF-8, divided by LF. */
  public void textLines(String key, List<String> elements) {
    if (elements != null) {
      text(key, String.join("\n", elements));
    }
  }

  /**
   * Records of another kind inside a value, one per line, each in the columns of its own table. No
   * records give an empty value.
   */
  public void records(String key, ItemKind nestedKind, List<? extends FieldSource> records) {
    if (nested == null) {
      nested = new FieldWriter(tables);
    }
    Bytes lines = new Bytes(256);
    for (int i = 0; i < records.size(); i++) {
      if (i > 0) {
        lines.put('\n');
      }
      nested.begin(nestedKind);
      records.get(i).encode(nested);
      nested.finish(lines);
    }
    int index = open(key);
    if (lines.length > 0 && lines.array[0] == FieldEscaping.NULL) {
      values.put(FieldEscaping.NULL);
    }
    for (int i = 0; i < lines.length; i++) {
      FieldEscaping.putEscaped(lines.array[i], values);
    }
    close(index);
  }

  private int open(String key) {
    int index = indexOf(key);
    starts[index] = values.length;
    return index;
  }

  private void close(int index) {
    ends[index] = values.length;
  }

  private int indexOf(String key) {
    // Items name their keys in the order of the table, so the first looks nearly always hit.
    List<String> keys = kind.keys();
    for (int i = cursor; i < keys.size(); i++) {
      if (keys.get(i).equals(key)) {
        cursor = i + 1;
        return i;
      }
    }
    int index = keys.indexOf(key);
    if (index < 0) {
      throw new IllegalArgumentException("No key " + key + " in " + kind);
    }
    return index;
  }

  private void putNullMark(List<String> elements) {
    if (!elements.isEmpty() && !elements.get(0).isEmpty()) {
      if (elements.get(0).charAt(0) == FieldEscaping.NULL) {
        values.put(FieldEscaping.NULL);
      }
    }
  }

  private void putDecimal(long value) {
    if (value == Long.MIN_VALUE) {
      throw new IllegalArgumentException("Not a number of the protocol: " + value);
    }
    long rest = Math.abs(value);
    int at = digits.length;
    do {
      digits[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    if (value < 0) {
      values.put('-');
    }
    values.put(digits, at, digits.length);
  }

  private void putGuid(Guid128 guid) {
    putGuidHalf(guid.high());
    putGuidHalf(guid.low());
  }

  private void putGuidHalf(long half) {
    for (int shift = 60; shift >= 0; shift -= 4) {
      values.put(HEX[(int) (half >>> shift) & 15]);
    }
  }

  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
