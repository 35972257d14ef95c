package dev.dovetail.wire;

import java.nio.charset.StandardCharsets;

/**
 * Tab escaping (dsync-protocol 2.4) and the byte that stands for an absent value (2.3).
 *
 * <p>Escaping twice is done in one pass: the escape byte of the first pass is itself what the
 * second pass escapes.
 */
final class FieldEscaping {
  static final int ESCAPE = 0x01;
  static final int NULL = 0x02;

  private FieldEscaping() {}

  /** The character behind the escape byte for {@code value}; 0 if it is not escaped. */
  static int escapeCharacter(int value) {
    if (value > '\r') {
      return 0;
    }
    switch (value) {
      case 0x00:
        return '0';
      case ESCAPE:
        return '1';
      case '\t':
        return 't';
      case '\r':
        return 'r';
      case '\n':
        return 'n';
      default:
        return 0;
    }
  }

  /** Appends one byte, escaped once. */
  static void putEscaped(int value, Bytes to) {
    int character = escapeCharacter(value);
    if (character == 0) {
      to.put(value);
    } else {
      to.put(ESCAPE);
      to.put(character);
    }
  }

  /** Appends one byte, escaped as an element of a list inside a value. */
  static void putEscapedTwice(int value, Bytes to) {
    int character = escapeCharacter(value);
    if (character == 0) {
      to.put(value);
    } else {
      to.put(ESCAPE);
      to.put('1');
      to.put(character);
    }
  }

  /**
   * Undoes one escaping. An escape byte before any other character gives that character; one at the
   * very end is dropped. The result may overwrite the source in place.
   *
   * @return the end of the result in {@code to}
   */
  static int unescape(byte[] from, int start, int end, byte[] to, int at) {
    for (int i = start; i < end; i++) {
      byte value = from[i];
      if (value == ESCAPE) {
        if (++i == end) {
          break;
        }
        value = unescaped(from[i]);
      }
      to[at++] = value;
    }
    return at;
  }

  private static byte unescaped(byte character) {
    switch (character) {
      case '0':
        return 0x00;
      case '1':
        return ESCAPE;
      case 't':
        return '\t';
      case 'r':
        return '\r';
      case 'n':
        return '\n';
      default:
        return character;
    }
  }

  /** Text from a peer as it can stand in a message: printable ASCII, at most 80 characters. */
  static String printable(byte[] bytes, int start, int end) {
    StringBuilder text = new StringBuilder();
    for (int i = start; i < end; i++) {
      if (text.length() >= 80) {
        return text.append("...").toString();
      }
      int value = bytes[i] & 0xff;
      if (value >= 0x20 && value < 0x7f && value != '\\') {
        text.append((char) value);
      } else {
        text.append("\\x")
            .append(Character.forDigit(value >> 4, 16))
            .append(Character.forDigit(value & 15, 16));
      }
    }
    return text.toString();
  }

  /** As {@link #printable(byte[], int, int)}, of text with one character per byte. */
  static String printable(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return printable(bytes, 0, bytes.length);
  }
}
