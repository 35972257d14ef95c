package dev.dovetail.wire;

import dev.dovetail.mail.Guid128;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The fields of one received record, by key. It knows from {@link ItemKind} which keys must have a
 * value, and finds them through the sender's key table. All methods throw {@link ProtocolException}
 * for a required key without a value, and for a value that is not what the method says; they give
 * null, 0 or false for an optional key without a value.
 */
public final class FieldReader {
  private static final long U32 = 0xffff_ffffL;

  /** The longest value of {@link #token}, and the longest element of {@link #list}. */
  private static final int MAX_TOKEN = 4096;

  private static final int MAX_ELEMENTS = 10_000;
  private static final int GUID_DIGITS = 32;

  private final KeyTable[] tables;
  private final Source source;
  private ItemKind kind;
  private KeyTable table;

  private byte[] line;
  private int columns;
  private int[] starts = new int[32];
  private int[] ends = new int[32];
  private int cursor;

  private byte[] scratch = new byte[256];
  private byte[] value;
  private int valueStart;
  private int valueEnd;

  /** Where records come from. */
  interface Source {
    /** How messages call the peer. */
    String peerName();

    /** The value stream that follows the record. */
    InputStream openValueStream();
  }

  FieldReader(KeyTable[] tables, Source source) {
    this.tables = tables;
    this.source = source;
  }

  /** Takes a record without its letter and line end. It is only looked at, never changed. */
  void begin(ItemKind newKind, byte[] bytes, int start, int end) {
    kind = newKind;
    table = tables[kind.ordinal()];
    line = bytes;
    columns = 0;
    cursor = 0;
    int most = table.columnCount();
    if (most > starts.length) {
      starts = new int[most];
      ends = new int[most];
    }
    // Nothing at all is no column, not one empty column.
    int fieldStart = start;
    for (int i = start; i < end && columns < most; i++) {
      if (bytes[i] == '\t') {
        starts[columns] = fieldStart;
        ends[columns++] = i;
        fieldStart = i + 1;
      }
    }
    if (columns < most && end > start) {
      starts[columns] = fieldStart;
      ends[columns++] = end;
    }
  }

  /** Whether the key has a value, be it empty. */
  public boolean flag(String key) throws ProtocolException {
    return load(key);
  }

  /** Decimal, 0 to 4294967295. */
  public long u32(String key) throws ProtocolException {
    return decimal(key, 0, U32);
  }

  /** Decimal, 1 to 4294967295. */
  public long positiveU32(String key) throws ProtocolException {
    return decimal(key, 1, U32);
  }

  /** Decimal, 0 to 9223372036854775807: no counter of ours needs the 64th bit. */
  public long u63(String key) throws ProtocolException {
    return decimal(key, 0, Long.MAX_VALUE);
  }

  /** As {@link #u63}, but not 0. */
  public long positiveU63(String key) throws ProtocolException {
    return decimal(key, 1, Long.MAX_VALUE);
  }

  /** Decimal seconds since the epoch. Mail may claim to be older than the epoch. */
  public long time(String key) throws ProtocolException {
    if (!load(key)) {
      return 0;
    }
    if (valueStart < valueEnd && value[valueStart] == '-') {
      return -digits(key, valueStart + 1, 10, 0, Long.MAX_VALUE);
    }
    return digits(key, valueStart, 10, 0, Long.MAX_VALUE);
  }

  private long decimal(String key, long least, long most) throws ProtocolException {
    return load(key) ? digits(key, valueStart, 10, least, most) : 0;
  }

  /** Hexadecimal, 0 to {@code most}. */
  public long hex(String key, long most) throws ProtocolException {
    return load(key) ? digits(key, valueStart, 16, 0, most) : 0;
  }

  /** Hexadecimal, 0 to 7fffffffffffffff, or ffffffffffffffff, which gives -1. */
  public long sizeInHex(String key) throws ProtocolException {
    if (!load(key)) {
      return 0;
    }
    if (valueEnd - valueStart == 16) {
      int i = valueStart;
      while (i < valueEnd && (value[i] | 0x20) == 'f') {
        i++;
      }
      if (i == valueEnd) {
        return -1;
      }
    }
    return digits(key, valueStart, 16, 0, Long.MAX_VALUE);
  }

  private long digits(String key, int from, int radix, long least, long most)
      throws ProtocolException {
    long number = 0;
    for (int i = from; i < valueEnd; i++) {
      int digit = Character.digit(value[i], radix);
      if (digit < 0) {
        throw invalid(key, "not a number");
      }
      if (number > (most - digit) / radix) {
        throw invalid(key, "greater than " + Long.toString(most, radix));
      }
      number = number * radix + digit;
    }
    if (from == valueEnd) {
      throw invalid(key, "not a number");
    }
    if (number < least) {
      throw invalid(key, "less than " + least);
    }
    return number;
  }

  /** 32 hexadecimal digits. */
  public Guid128 guid(String key) throws ProtocolException {
    return load(key) ? guidAt(key, valueStart, valueEnd) : null;
  }

  private Guid128 guidAt(String key, int start, int end) throws ProtocolException {
    if (end - start != GUID_DIGITS) {
      throw invalid(key, "not a GUID of 32 hexadecimal digits");
    }
    return new Guid128(guidHalf(key, start), guidHalf(key, start + GUID_DIGITS / 2));
  }

  private long guidHalf(String key, int start) throws ProtocolException {
    long half = 0;
    for (int i = start; i < start + GUID_DIGITS / 2; i++) {
      int digit = Character.digit(value[i], 16);
      if (digit < 0) {
        throw invalid(key, "not a GUID of 32 hexadecimal digits");
      }
      half = half << 4 | digit;
    }
    return half;
  }

  /** Exactly one byte, which is one of {@code allowed}; 0 if absent. */
  public char letter(String key, String allowed) throws ProtocolException {
    if (!load(key)) {
      return 0;
    }
    if (valueEnd - valueStart != 1 || allowed.indexOf(value[valueStart] & 0xff) < 0) {
      throw invalid(key, "none of the letters " + allowed);
    }
    return (char) value[valueStart];
  }

  /** Bytes of any length, one character per byte. */
  public String bytes(String key) throws ProtocolException {
    return load(key) ? string(valueStart, valueEnd, StandardCharsets.ISO_8859_1) : null;
  }

  /** At most 4096 bytes, one character per byte. */
  public String token(String key) throws ProtocolException {
    return load(key) ? token(key, StandardCharsets.ISO_8859_1) : null;
  }

  /** At most 4096 bytes of UTF-8; what is not UTF-8 becomes U+FFFD. */
  public String text(String key) throws ProtocolException {
    return load(key) ? token(key, StandardCharsets.UTF_8) : null;
  }

  private String token(String key, Charset charset) throws ProtocolException {
    if (valueEnd - valueStart > MAX_TOKEN) {
      throw invalid(key, "longer than " + MAX_TOKEN + " bytes");
    }
    return string(valueStart, valueEnd, charset);
  }

  private String string(int start, int end, Charset charset) {
    return start == end ? "" : new String(value, start, end - start, charset);
  }

  /** At most 10000 elements as {@link #token}; an empty value is an empty list. */
  public List<String> list(String key) throws ProtocolException {
    return list(key, '\t', StandardCharsets.ISO_8859_1);
  }

  /** At most 10000 elements as {@link #text}; an empty value is an empty list. */
  public List<String> textList(String key) throws ProtocolException {
    return list(key, '\t', StandardCharsets.UTF_8);
  }

  /** As {@link #textList}, but divided by LF, and an empty value is one empty element. */
  public List<String> textLines(String key) throws ProtocolException {
    List<String> lines = list(key, '\n', StandardCharsets.UTF_8);
    return lines != null && lines.isEmpty() ? List.of("") : lines;
  }

  private List<String> list(String key, char separator, Charset charset) throws ProtocolException {
    if (!load(key)) {
      return null;
    }
    if (valueStart == valueEnd) {
      return List.of();
    }
    List<String> elements = new ArrayList<>();
    int start = valueStart;
    for (int i = valueStart; i <= valueEnd; i++) {
      if (i == valueEnd || value[i] == separator) {
        elements.add(element(key, start, i, separator, charset));
        if (elements.size() > MAX_ELEMENTS) {
          throw invalid(key, "a list of more than " + MAX_ELEMENTS + " elements");
        }
        start = i + 1;
      }
    }
    return elements;
  }

  private String element(String key, int start, int end, char separator, Charset charset)
      throws ProtocolException {
    if (end - start > 2 * MAX_TOKEN) {
      throw invalid(key, "a list with an element longer than " + MAX_TOKEN + " bytes");
    }
    if (separator != '\t' || !hasEscape(value, start, end)) {
      return string(start, end, charset);
    }
    byte[] unescaped = new byte[end - start];
    int length = FieldEscaping.unescape(value, start, end, unescaped, 0);
    return new String(unescaped, 0, length, charset);
  }

  /** Records of {@code nested} inside a value, one per line, at most 10000. */
  public List<FieldReader> records(String key, ItemKind nested) throws ProtocolException {
    List<FieldReader> records = new ArrayList<>();
    if (!load(key) || valueStart == valueEnd) {
      return records;
    }
    byte[] copy = Arrays.copyOfRange(value, valueStart, valueEnd);
    int start = 0;
    for (int i = 0; i <= copy.length; i++) {
      if (i == copy.length || copy[i] == '\n') {
        FieldReader record = new FieldReader(tables, source);
        record.begin(nested, copy, start, i);
        records.add(record);
        if (records.size() > MAX_ELEMENTS) {
          throw invalid(key, "a list of more than " + MAX_ELEMENTS + " elements");
        }
        start = i + 1;
      }
    }
    return records;
  }

  /** The value stream behind the record; null if the key has no value. */
  public InputStream stream(String key) throws ProtocolException {
    return load(key) ? source.openValueStream() : null;
  }

  /**
   * Makes the exception for a value that the protocol does not allow.
   *
   * @param problem completes "the value is ..."
   */
  public ProtocolException invalid(String key, String problem) {
    String text = ", absent";
    if (find(indexOf(key))) {
      text = ": " + FieldEscaping.printable(value, valueStart, valueEnd);
    }
    return failure(key + " is " + problem + text);
  }

  private ProtocolException failure(String problem) {
    return new ProtocolException(
        "dsync(" + source.peerName() + "): Invalid input to " + kind.itemName() + ": " + problem);
  }

  /** Finds the value of a key. Returns false if it has none and needs none. */
  private boolean load(String key) throws ProtocolException {
    int index = indexOf(key);
    if (find(index)) {
      return true;
    }
    if (kind.isRequired(index)) {
      throw failure("Missing required field " + key);
    }
    return false;
  }

  private boolean find(int index) {
    int column = table.columnOf(index);
    if (column < 0 || column >= columns) {
      return false;
    }
    value = line;
    valueStart = starts[column];
    valueEnd = ends[column];
    if (hasEscape(line, valueStart, valueEnd)) {
      unescape();
    }
    if (valueStart == valueEnd || value[valueStart] != FieldEscaping.NULL) {
      return true;
    }
    return ++valueStart < valueEnd;
  }

  private int indexOf(String key) {
    // Items ask for their keys in the order of the table, so the first look nearly always hits.
    List<String> keys = kind.keys();
    int size = keys.size();
    for (int i = 0; i < size; i++) {
      int index = cursor + i < size ? cursor + i : cursor + i - size;
      if (keys.get(index).equals(key)) {
        cursor = index + 1;
        return index;
      }
    }
    throw new IllegalArgumentException("No key " + key + " in " + kind);
  }

  private void unescape() {
    int length = valueEnd - valueStart;
    if (scratch.length < length) {
      scratch = new byte[length];
    }
    valueEnd = FieldEscaping.unescape(line, valueStart, valueEnd, scratch, 0);
    valueStart = 0;
    value = scratch;
  }

  private static boolean hasEscape(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == FieldEscaping.ESCAPE) {
        return true;
      }
    }
    return false;
  }
}
