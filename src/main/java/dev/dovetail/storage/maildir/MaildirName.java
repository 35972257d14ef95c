package dev.dovetail.storage.maildir;

import dev.dovetail.mail.Flags;
import java.util.Arrays;

/**
 * The name of a mail's file: {@code <base>[:2,<flags>[,<other>]]} (storage-formats 2.1).
 *
 * @param base up to the first colon; with {@code ,S=} and {@code ,W=} if it has them
 * @param flags bits of {@link Flags#STORED}
 * @param keywords bit n is set for letter n ({@code a} is 0) of {@code dovecot-keywords}
 * @param unknown letters that we do not know, in the order of the name; they are kept
 * @param other what follows the flags from the next comma on, comma included; kept
 */
record MaildirName(String base, int flags, int keywords, String unknown, String other) {

  static final int KEYWORD_LETTERS = 26;
  static final int MAX_NAME_BYTES = 255;

  private static final String INFO = ":2,";

  /** Bit n is set for character n; one look at each, since every name is looked at. */
  private static final long SEPARATORS = 1L << '/' | 1L << ':' | 1L << '\n' | 1L << '\r' | 1L;

  /** Splits any file name; never fails. */
  static MaildirName parse(String name) {
    int colon = name.indexOf(':');
    if (colon < 0) {
      return new MaildirName(name, 0, 0, "", "");
    }
    String base = name.substring(0, colon);
    if (!name.startsWith(INFO, colon)) {
      return new MaildirName(base, 0, 0, "", "");
    }
    int flags = 0;
    int keywords = 0;
    String unknown = "";
    int i = colon + INFO.length();
    for (; i < name.length() && name.charAt(i) != ','; i++) {
      char letter = name.charAt(i);
      int flag = flagOf(letter);
      if (flag != 0) {
        flags |= flag;
      } else if (letter >= 'a' && letter <= 'z') {
        keywords |= 1 << (letter - 'a');
      } else if (unknown.indexOf(letter) < 0) {
        unknown += letter;
      }
    }
    return new MaildirName(base, flags, keywords, unknown, name.substring(i));
  }

  /** The base of any file name, without the cost of reading its flags. */
  static String baseOf(String name) {
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  /** True if {@code base} can be the base of a file in {@code cur} and of a uidlist record. */
  static boolean isPlainBase(String base) {
    if (base.isEmpty() || base.charAt(0) == '.' || base.length() > MAX_NAME_BYTES) {
      return false;
    }
    for (int i = 0; i < base.length(); i++) {
      char c = base.charAt(i);
      if (c <= ':' && (SEPARATORS >>> c & 1) != 0) {
        return false;
      }
    }
    return true;
  }

  MaildirName with(int newFlags, int newKeywords) {
    return new MaildirName(base, newFlags & Flags.STORED, newKeywords, unknown, other);
  }

  /** The whole name, always with {@code :2,}; letters sorted as Dovecot sorts them. */
  String toFileName() {
    StringBuilder name = new StringBuilder(base.length() + 12);
    name.append(base).append(INFO);
    StringBuilder capitals = new StringBuilder(unknown);
    append(capitals, Flags.DRAFT, 'D');
    append(capitals, Flags.FLAGGED, 'F');
    append(capitals, Flags.ANSWERED, 'R');
    append(capitals, Flags.SEEN, 'S');
    append(capitals, Flags.DELETED, 'T');
    char[] sorted = capitals.toString().toCharArray();
    Arrays.sort(sorted);
    name.append(sorted);
    for (int i = 0; i < KEYWORD_LETTERS; i++) {
      if ((keywords & 1 << i) != 0) {
        name.append((char) ('a' + i));
      }
    }
    return name.append(other).toString();
  }

  /**
   * The number in a base's {@code ,S=} or {@code ,W=} field.
   *
   * @return -1 if there is none, or it is no number
   */
  static long size(String base, char key) {
    int start = base.indexOf("," + key + "=");
    if (start < 0) {
      return -1;
    }
    long value = -1;
    for (int i = start + 3; i < base.length() && base.charAt(i) != ','; i++) {
      int digit = base.charAt(i) - '0';
      if (digit < 0 || digit > 9 || value > Long.MAX_VALUE / 100) {
        return -1;
      }
      value = Math.max(value, 0) * 10 + digit;
    }
    return value;
  }

  private void append(StringBuilder letters, int flag, char letter) {
    if ((flags & flag) != 0) {
      letters.append(letter);
    }
  }

  private static int flagOf(char letter) {
    return switch (letter) {
      case 'D' -> Flags.DRAFT;
      case 'F' -> Flags.FLAGGED;
      case 'R' -> Flags.ANSWERED;
      case 'S' -> Flags.SEEN;
      case 'T' -> Flags.DELETED;
      default -> 0;
    };
  }
}
