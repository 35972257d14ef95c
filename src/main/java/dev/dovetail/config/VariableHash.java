package dev.dovetail.config;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A hash in a variable: {@code sha256;rounds=2,salt=x} (doveadm-interfaces 6.4). Each further round
 * hashes salt and digest.
 */
record VariableHash(String algorithm, String arguments) {

  private static final int MAX_ROUNDS = 1_000_000;

  /** Null if {@code text} names no hash. */
  static VariableHash parse(String text) {
    int semicolon = text.indexOf(';');
    String name = semicolon < 0 ? text : text.substring(0, semicolon);
    String algorithm =
        switch (name) {
          case "md5" -> "MD5";
          case "sha1" -> "SHA-1";
          case "sha256" -> "SHA-256";
          case "sha384" -> "SHA-384";
          case "sha512" -> "SHA-512";
          default -> null;
        };
    return algorithm == null
        ? null
        : new VariableHash(algorithm, semicolon < 0 ? "" : text.substring(semicolon + 1));
  }

  /** The same hash with other arguments. */
  VariableHash with(String others) {
    return new VariableHash(algorithm, others);
  }

  /** As text; null if the arguments are wrong. */
  String apply(byte[] input) {
    byte[] digest = bytes(input);
    if (digest == null) {
      return null;
    }
    return switch (argument("format")) {
      case "base64" -> Base64.getEncoder().encodeToString(digest);
      case "hexuc" -> HexFormat.of().withUpperCase().formatHex(digest);
      default -> hex(digest);
    };
  }

  /** What is wrong with the arguments, in Dovecot's words. */
  String problem() {
    String format = argument("format");
    boolean known = List.of("", "hex", "hexuc", "base64").contains(format);
    return known
        ? "rounds must be at least 1"
        : "'" + Quoting.forMessage(format) + "' is not supported format";
  }

  private String argument(String name) {
    for (String argument : arguments.split(",")) {
      if (argument.startsWith(name + "=")) {
        return argument.substring(name.length() + 1);
      }
    }
    return "";
  }

  /** Null if the arguments are wrong. */
  byte[] bytes(byte[] input) {
    if (problem().startsWith("'")) {
      return null;
    }
    int rounds = 1;
    int bits = 0;
    byte[] salt = new byte[0];
    for (String argument : arguments.split(",")) {
      int equals = argument.indexOf('=');
      String key = (equals < 0 ? argument : argument.substring(0, equals)).strip();
      String value = equals < 0 ? "" : argument.substring(equals + 1);
      switch (key) {
        case "rounds" -> rounds = number(value, MAX_ROUNDS);
        case "truncate" -> bits = number(value, 512);
        case "salt" -> salt = value.getBytes(StandardCharsets.UTF_8);
        default -> {}
      }
      if (rounds < 1 || bits < 0) {
        return null;
      }
    }
    return truncated(digest(input, salt, rounds), bits);
  }

  private static int number(String text, int limit) {
    try {
      int value = Integer.parseInt(text);
      return value > limit ? -1 : value;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private byte[] digest(byte[] input, byte[] salt, int rounds) {
    MessageDigest digest = digest(algorithm);
    byte[] value = input;
    for (int i = 0; i < rounds; i++) {
      digest.update(salt);
      value = digest.digest(value);
    }
    return value;
  }

  /** The first {@code bits}, shifted to the right end of as few bytes as hold them. */
  private static byte[] truncated(byte[] digest, int bits) {
    if (bits == 0 || bits >= digest.length * 8) {
      return digest;
    }
    byte[] result = new byte[(bits + 7) / 8];
    byte[] shifted = new BigInteger(1, digest).shiftRight(digest.length * 8 - bits).toByteArray();
    for (int i = 0; i < result.length && i < shifted.length; i++) {
      result[result.length - 1 - i] = shifted[shifted.length - 1 - i];
    }
    return result;
  }

  static byte[] md5(String text) {
    return digest("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
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

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no " + algorithm, e);
    }
  }
}
