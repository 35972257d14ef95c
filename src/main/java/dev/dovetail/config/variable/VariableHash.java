package dev.dovetail.config.variable;

import dev.dovetail.config.syntax.Quoting;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A hash in a variable of 2.3: {@code sha256;rounds=2,salt=x}, or {@code pkcs5} for PBKDF2
 * (doveadm-interfaces 6.4).
 *
 * @param algorithm by its Java name; empty for {@code pkcs5}
 * @param bits how many of the digest to keep; 0 for all
 * @param format empty, or that of the argument
 * @param salt null if none is given
 */
record VariableHash(String algorithm, long rounds, long bits, String format, byte[] salt) {

  private static final String PKCS5 = "pkcs5";
  private static final int PKCS5_ROUNDS = 2048;

  /** What Dovecot makes, whatever the hash; {@code truncate} says how much of it is wanted. */
  private static final int PKCS5_BYTES = 336;

  /**
   * Null if {@code text} names no hash.
   *
   * @throws IllegalArgumentException in Dovecot's words, if the arguments are wrong
   */
  static VariableHash parse(String text) {
    int semicolon = text.indexOf(';');
    String name = semicolon < 0 ? text : text.substring(0, semicolon);
    String algorithm = name.equals(PKCS5) ? "" : Digests.algorithm(name);
    if (algorithm == null) {
      return null;
    }
    long rounds = algorithm.isEmpty() ? PKCS5_ROUNDS : 1;
    long bits = 0;
    String format = "";
    byte[] salt = null;
    String[] arguments = semicolon < 0 ? new String[0] : text.substring(semicolon + 1).split(",");
    for (int i = 0; i < arguments.length && salt == null; i++) {
      int equals = arguments[i].indexOf('=');
      String value = arguments[i].substring(equals + 1);
      switch (equals < 0 ? "" : arguments[i].substring(0, equals)) {
        case "rounds" -> rounds = rounds(value);
        case "truncate" -> bits = number(value, "truncbits");
        case "format" -> format = known(value);
        // Dovecot looks no further: arguments behind it mean nothing.
        case "salt" -> salt = value.getBytes(StandardCharsets.UTF_8);
        default -> {
          // It ignores others.
        }
      }
    }
    return new VariableHash(algorithm, rounds, bits, format, salt);
  }

  private static long rounds(String text) {
    long rounds = number(text, "rounds");
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be at least 1");
    }
    return rounds;
  }

  private static long number(String text, String meaning) {
    try {
      return Integer.toUnsignedLong(Integer.parseUnsignedInt(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + Quoting.forMessage(text) + "' is not number for " + meaning, e);
    }
  }

  private static String known(String format) {
    return switch (format) {
      case "hex", "hexuc", "base64" -> format;
      default ->
          throw new IllegalArgumentException(
              "'" + Quoting.forMessage(format) + "' is not supported format");
    };
  }

  /**
   * As text.
   *
   * @param variable the name of what is hashed: {@code pkcs5} salts with it if nothing else is said
   */
  String apply(String input, String variable) {
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    byte[] digest = truncated(algorithm.isEmpty() ? stretched(bytes, variable) : digest(bytes));
    return switch (format) {
      case "base64" -> Base64.getEncoder().encodeToString(digest);
      case "hexuc" -> HexFormat.of().withUpperCase().formatHex(digest);
      default -> hex(digest);
    };
  }

  private byte[] digest(byte[] input) {
    return Digests.digest(algorithm, input, salt == null ? new byte[0] : salt, rounds);
  }

  private byte[] stretched(byte[] input, String variable) {
    byte[] own = salt == null ? variable.getBytes(StandardCharsets.UTF_8) : salt;
    return Digests.stretched("SHA-256", input, own, rounds, PKCS5_BYTES);
  }

  private byte[] truncated(byte[] digest) {
    return bits == 0 ? digest : firstBits(digest, bits);
  }

  /** The first {@code bits}, shifted to the right end of as few bytes as hold them. */
  static byte[] firstBits(byte[] digest, long bits) {
    if (bits >= digest.length * 8L) {
      return digest;
    }
    byte[] result = new byte[(int) ((bits + 7) / 8)];
    int shift = digest.length * 8 - (int) bits;
    byte[] shifted = new BigInteger(1, digest).shiftRight(shift).toByteArray();
    for (int i = 0; i < result.length && i < shifted.length; i++) {
      result[result.length - 1 - i] = shifted[shifted.length - 1 - i];
    }
    return result;
  }

  static byte[] md5(String text) {
    return Digests.digest("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
  }

  /** {@code %N}: the first half of the MD5. */
  static long startOfMd5(String text) {
    byte[] digest = md5(text);
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = value << 8 | digest[i] & 0xff;
    }
    return value;
  }

  /** {@code %H}: the classic hash of symbol tables, 28 bits. */
  static long weak(String text) {
    int hash = 0;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash << 4) + (b & 0xff);
      int high = hash & 0xf0000000;
      if (high != 0) {
        hash ^= high >>> 24;
        hash ^= high;
      }
    }
    return hash & 0xffffffffL;
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
