package dev.dovetail.config.variable;

import dev.dovetail.config.syntax.Quoting;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The filters {@code encrypt} and {@code decrypt}. Without {@code raw} the text is {@code
 * s=salt,r=rounds$hex$}, or {@code iv$hex$} if key and initialization vector are given in
 * hexadecimal. Of OpenSSL's ciphers AES is known with CBC, CTR, CFB and OFB.
 *
 * @param iv null if it comes from key and salt
 * @param salt null if there is none
 */
record PipeCipher(
    String algorithm, String key, byte[] iv, String salt, String hash, long rounds, boolean raw) {

  private static final int BLOCK = 16;
  private static final int SALT_LENGTH = 8;
  private static final String SALT_CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  static PipeValue encrypt(PipeCall call, PipeVariables variables, PipeValue value)
      throws PipeRefusal {
    PipeCipher cipher = of(call, variables);
    if (cipher.raw && cipher.iv == null && cipher.salt == null) {
      throw new PipeRefusal("In raw format, salt or IV must be given");
    }
    if (cipher.iv == null && cipher.salt == null) {
      cipher = cipher.with(null, randomSalt(), cipher.rounds);
    }
    byte[] secret = cipher.run(Cipher.ENCRYPT_MODE, bytes(value.bytes()));
    if (cipher.raw) {
      return PipeByteFilters.binary(secret);
    }
    String head =
        cipher.salt == null
            ? HexFormat.of().formatHex(cipher.iv)
            : "s=" + cipher.salt + ",r=" + cipher.rounds;
    return PipeValue.text(head + "$" + HexFormat.of().formatHex(secret) + "$");
  }

  static PipeValue decrypt(PipeCall call, PipeVariables variables, PipeValue value)
      throws PipeRefusal {
    PipeCipher cipher = of(call, variables);
    byte[] secret = bytes(value.bytes());
    if (cipher.raw) {
      if (cipher.iv == null && cipher.salt == null) {
        throw new PipeRefusal("In raw format, salt or IV must be given");
      }
    } else {
      String[] parts = value.bytes().split("\\$", -1);
      if (parts.length != 3 || !parts[2].isEmpty()) {
        throw new PipeRefusal("Invalid input format");
      }
      cipher = cipher.describedBy(parts[0]);
      secret = PipeByteFilters.parseHex(parts[1], "Invalid input");
    }
    byte[] plain = cipher.run(Cipher.DECRYPT_MODE, secret);
    String text = PipeByteFilters.characters(plain);
    return text.indexOf('\0') >= 0 ? PipeByteFilters.binary(plain) : PipeValue.text(text);
  }

  private static PipeCipher of(PipeCall call, PipeVariables variables) throws PipeRefusal {
    PipeArguments arguments =
        new PipeArguments(
            call, variables, 0, "algorithm", "iv", "key", "raw", "salt", "hash", "rounds");
    String key = arguments.text(-1, "key", "Encryption key missing");
    if (key.isEmpty()) {
      throw new PipeRefusal("Empty encryption key");
    }
    boolean hasIv = arguments.has(-1, "iv");
    boolean hasSalt = arguments.has(-1, "salt");
    if (hasIv && hasSalt) {
      throw new PipeRefusal("Cannot use both salt and iv");
    }
    long rounds = arguments.numberOr(-1, "rounds", 10_000);
    return new PipeCipher(
        arguments.textOr(-1, "algorithm", "aes-256-cbc"),
        key,
        hasIv ? PipeByteFilters.parseHex(arguments.text(-1, "iv", ""), "Invalid iv") : null,
        hasSalt ? arguments.text(-1, "salt", "") : null,
        arguments.textOr(-1, "hash", "sha256"),
        positive(rounds),
        arguments.flag("raw", false));
  }

  private static long positive(long rounds) throws PipeRefusal {
    if (rounds < 1) {
      throw new PipeRefusal("rounds must be positive integer");
    }
    return rounds;
  }

  private PipeCipher with(byte[] otherIv, String otherSalt, long otherRounds) {
    return new PipeCipher(algorithm, key, otherIv, otherSalt, hash, otherRounds, raw);
  }

  /** What an encrypted text says of itself in front. */
  private PipeCipher describedBy(String head) throws PipeRefusal {
    if (iv != null) {
      throw new PipeRefusal("Cannot have iv in parameter and input");
    }
    if (!head.startsWith("s") && !head.startsWith("r")) {
      return with(PipeByteFilters.parseHex(head, "Invalid iv"), null, rounds);
    }
    String itsSalt = salt;
    long itsRounds = rounds;
    for (String word : head.split(",", -1)) {
      if (word.startsWith("s=")) {
        itsSalt = word.substring(2);
      } else if (word.startsWith("r=")) {
        itsRounds = positive(PipeArguments.number(word.substring(2)));
      } else {
        throw new PipeRefusal("Invalid input");
      }
    }
    if (itsSalt == null) {
      throw new PipeRefusal("Invalid input");
    }
    return with(null, itsSalt, itsRounds);
  }

  private byte[] run(int mode, byte[] input) throws PipeRefusal {
    String[] words = algorithm.toUpperCase(Locale.ROOT).split("-", -1);
    int keyLength = words.length == 3 && words[0].equals("AES") ? keyLength(words[1]) : 0;
    if (keyLength == 0) {
      throw unknownCipher();
    }
    byte[] secret = iv == null ? stretched(keyLength + BLOCK) : null;
    byte[] ownKey =
        iv == null
            ? Arrays.copyOf(secret, keyLength)
            : PipeByteFilters.parseHex(key, "Invalid key");
    byte[] ownIv = iv == null ? Arrays.copyOfRange(secret, keyLength, secret.length) : iv;
    if (ownIv.length != BLOCK) {
      throw new PipeRefusal("IV length invalid (" + BLOCK + " != " + ownIv.length + ")");
    }
    if (ownKey.length != keyLength) {
      throw new PipeRefusal("Key length invalid (" + keyLength + " != " + ownKey.length + ")");
    }
    try {
      Cipher cipher = Cipher.getInstance(transformation(words[2]));
      cipher.init(mode, new SecretKeySpec(ownKey, "AES"), new IvParameterSpec(ownIv));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      // What Java says of it would not help: wrong key or damaged text cannot be told apart.
      throw new PipeRefusal("The key is wrong, or the text is damaged");
    }
  }

  private static int keyLength(String bits) {
    return switch (bits) {
      case "128" -> 16;
      case "192" -> 24;
      case "256" -> 32;
      default -> 0;
    };
  }

  private String transformation(String mode) throws PipeRefusal {
    return switch (mode) {
      case "CBC" -> "AES/CBC/PKCS5Padding";
      case "CTR", "CFB", "OFB" -> "AES/" + mode + "/NoPadding";
      default -> throw unknownCipher();
    };
  }

  private PipeRefusal unknownCipher() {
    return new PipeRefusal("Invalid cipher " + Quoting.forMessage(algorithm));
  }

  private byte[] stretched(int length) throws PipeRefusal {
    String digest = Digests.algorithm(hash);
    // These hashes are OpenSSL's: it knows no size, and refuses MD4 unless asked for old things.
    if (digest == null || digest.equals("MD4") || digest.equals("size")) {
      throw new PipeRefusal("Invalid hash " + Quoting.forMessage(hash));
    }
    return Digests.stretched(digest, bytes(key), bytes(salt), rounds, length);
  }

  private static String randomSalt() {
    SecureRandom random = new SecureRandom();
    StringBuilder salt = new StringBuilder();
    for (int i = 0; i < SALT_LENGTH; i++) {
      salt.append(SALT_CHARACTERS.charAt(random.nextInt(SALT_CHARACTERS.length())));
    }
    return salt.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
