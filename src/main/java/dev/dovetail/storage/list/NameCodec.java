package dev.dovetail.storage.list;

import dev.dovetail.mail.ModifiedUtf7;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One part of a mailbox name, between what the user sees and what is on disk (storage-formats 1.3).
 *
 * @param layoutSeparator must not be in a part on disk
 * @param utf8 whether names on disk are UTF-8 instead of modified UTF-7
 * @param escape stands in names on disk, with two hexadecimal digits, for a character that is not
 *     possible there; 0 for none
 * @param broken stands in names that the user sees, with two hexadecimal digits, for a byte on disk
 *     that is not valid there; 0 for none
 */
record NameCodec(
    char layoutSeparator, char namespaceSeparator, boolean utf8, char escape, char broken) {

  /** A part as it is on disk. */
  String encode(String part) {
    String name = escape == 0 ? part : escaped(part);
    if (broken == 0 || name.indexOf(broken) < 0) {
      return utf8 ? name : ModifiedUtf7.encode(name);
    }
    return encodeWithBrokenBytes(name);
  }

  /** A part as the user sees it; empty if it is not a valid name. */
  Optional<String> decode(String part) {
    if (part.indexOf('\ufffd') >= 0) {
      return Optional.empty();
    }
    Optional<String> name =
        broken == 0 ? decodeStrictly(part) : Optional.of(decodeWithBroken(part));
    return escape == 0 ? name : name.map(this::unescaped);
  }

  private Optional<String> decodeStrictly(String part) {
    return utf8 ? Optional.of(part) : ModifiedUtf7.decode(part);
  }

  private String escaped(String part) {
    StringBuilder text = new StringBuilder(part.length() + 8);
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == escape || c == layoutSeparator || c == '/' || (c == '~' && i == 0)) {
        appendHex(text, escape, c);
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private String unescaped(String part) {
    if (part.indexOf(escape) < 0) {
      return part;
    }
    StringBuilder text = new StringBuilder(part.length());
    for (int i = 0; i < part.length(); i++) {
      int value = part.charAt(i) == escape ? hexAt(part, i + 1) : -1;
      if (value > 0 && value < 0x80) {
        text.append((char) value);
        i += 2;
      } else {
        text.append(part.charAt(i));
      }
    }
    return text.toString();
  }

  private String decodeWithBroken(String part) {
    StringBuilder name = new StringBuilder(part.length() + 8);
    int i = 0;
    while (i < part.length()) {
      char c = part.charAt(i);
      if (c == broken || c == namespaceSeparator) {
        appendHex(name, broken, c);
        i++;
      } else if (utf8 || (c < 0x80 && c != '&')) {
        name.append(c);
        i++;
      } else if (c != '&') {
        int length = Character.charCount(part.codePointAt(i));
        for (byte b : part.substring(i, i + length).getBytes(StandardCharsets.UTF_8)) {
          appendHex(name, broken, b & 0xff);
        }
        i += length;
      } else {
        int end = part.indexOf('-', i) + 1;
        Optional<String> run =
            end == 0 ? Optional.empty() : ModifiedUtf7.decode(part.substring(i, end));
        if (run.isPresent()) {
          name.append(run.get());
          i = end;
        } else {
          appendHex(name, broken, c);
          i++;
        }
      }
    }
    return name.toString();
  }

  /** Runs of broken bytes go to disk as they are, what is between them in the usual form. */
  private String encodeWithBrokenBytes(String part) {
    StringBuilder name = new StringBuilder(part.length());
    StringBuilder plain = new StringBuilder();
    byte[] raw = new byte[part.length()];
    int i = 0;
    while (i < part.length()) {
      int count = 0;
      int value;
      while (i < part.length() && part.charAt(i) == broken && (value = hexAt(part, i + 1)) > 0) {
        raw[count++] = (byte) value;
        i += 3;
      }
      if (count > 0) {
        name.append(utf8 ? plain : ModifiedUtf7.encode(plain.toString()));
        plain.setLength(0);
        name.append(rawText(raw, count));
      } else {
        plain.append(part.charAt(i++));
      }
    }
    return name.append(utf8 ? plain : ModifiedUtf7.encode(plain.toString())).toString();
  }

  /** Bytes that make no valid text cannot be told to Java; the mark makes the name refused. */
  private static String rawText(byte[] raw, int count) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw, 0, count)).toString();
    } catch (CharacterCodingException e) {
      return "\ufffd";
    }
  }

  static void appendHex(StringBuilder text, char mark, int value) {
    text.append(mark)
        .append(Character.forDigit(value >> 4, 16))
        .append(Character.forDigit(value & 0xf, 16));
  }

  /** Two hexadecimal digits, the form in which Dovecot writes them; -1 if there are none. */
  private static int hexAt(String text, int index) {
    if (index + 2 > text.length()) {
      return -1;
    }
    int high = digit(text.charAt(index));
    int low = digit(text.charAt(index + 1));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static int digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }
}
