package dev.dovetail.config.variable;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Hashes by the names that Dovecot gives them. */
final class Digests {

  private static final int MAX_ROUNDS = 1_000_000;

  private Digests() {}

  /**
   * The Java name, if it has one, of {@code sha256} and the like; null if there is no such hash.
   */
  static String algorithm(String name) {
    return switch (name) {
      case "md4" -> "MD4";
      case "md5" -> "MD5";
      case "sha1" -> "SHA-1";
      case "sha256" -> "SHA-256";
      case "sha384" -> "SHA-384";
      case "sha512" -> "SHA-512";
      case "sha3-256" -> "SHA3-256";
      case "sha3-512" -> "SHA3-512";
      case "size" -> "size";
      default -> null;
    };
  }

  /**
   * Hashes salt and input; each further round hashes salt and digest.
   *
   * @param algorithm by its Java name
   * @param rounds at least 1; no more than a million are done
   */
  static byte[] digest(String algorithm, byte[] input, byte[] salt, long rounds) {
    MessageDigest digest = digest(algorithm);
    byte[] value = input;
    for (long i = Math.min(rounds, MAX_ROUNDS); i > 0; i--) {
      digest.update(salt);
      value = digest.digest(value);
    }
    return value;
  }

  static MessageDigest digest(String algorithm) {
    try {
      return switch (algorithm) {
        case "MD4" -> new Md4();
        case "size" -> new SizeDigest();
        default -> MessageDigest.getInstance(algorithm);
      };
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no " + algorithm, e);
    }
  }

  /**
   * PBKDF2 (RFC 8018) with HMAC. Java's own wants characters and no empty salt.
   *
   * @param algorithm of the HMAC, by its Java name
   * @param rounds at least 1; no more than a million are done
   */
  static byte[] stretched(String algorithm, byte[] password, byte[] salt, long rounds, int length) {
    Mac mac = mac(algorithm, password);
    byte[] result = new byte[length];
    for (int block = 1, at = 0; at < length; block++, at += mac.getMacLength()) {
      mac.update(salt);
      byte[] round = mac.doFinal(new byte[] {0, 0, (byte) (block >>> 8), (byte) block});
      byte[] sum = round.clone();
      for (long i = Math.min(rounds, MAX_ROUNDS); i > 1; i--) {
        round = mac.doFinal(round);
        for (int j = 0; j < sum.length; j++) {
          sum[j] ^= round[j];
        }
      }
      System.arraycopy(sum, 0, result, at, Math.min(sum.length, length - at));
    }
    return result;
  }

  private static Mac mac(String algorithm, byte[] password) {
    String name = "Hmac" + algorithm.replaceFirst("^SHA-", "SHA");
    try {
      Mac mac = Mac.getInstance(name);
      // A key is filled up with zeros anyway, and Java takes no empty one.
      byte[] key = password.length == 0 ? new byte[1] : Arrays.copyOf(password, password.length);
      mac.init(new SecretKeySpec(key, name));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no " + name, e);
    }
  }
}
