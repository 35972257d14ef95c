package dev.dovetail.transport.tls;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Base64;

/**
 * The SHA-256 of a public key, as {@code sha256/} and base64: what {@code openssl x509 -pubkey
 * -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64} prints.
 */
public record KeyPin(String text) {
  private static final String PREFIX = "sha256/";
  private static final int BYTES = 32;

  /**
   * @throws SyncException ({@code CONFIGURATION}) if the text is no pin
   */
  public static KeyPin parse(String text) throws SyncException {
    try {
      if (text.startsWith(PREFIX)) {
        byte[] digest = Base64.getDecoder().decode(text.substring(PREFIX.length()));
        if (digest.length == BYTES) {
          return new KeyPin(PREFIX + Base64.getEncoder().encodeToString(digest));
        }
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new SyncException(
        Grade.CONFIGURATION,
        "dovetail_tls_pin cannot be "
            + text
            + ": a pin is sha256/ and 44 characters of base64, or several, with blanks between");
  }

  static KeyPin of(PublicKey key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return new KeyPin(PREFIX + Base64.getEncoder().encodeToString(digest));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
