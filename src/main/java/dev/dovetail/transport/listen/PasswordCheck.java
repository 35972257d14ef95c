package dev.dovetail.transport.listen;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;

/** {@code doveadm_username} and {@code doveadm_password}, compared in a time that tells nothing. */
public final class PasswordCheck {
  private final byte[] expected;
  private final boolean usable;

  /**
   * @param username literally {@code doveadm} with Dovecot's servers
   * @param password as it is, a line feed at its end included; with an empty one nobody gets in
   */
  public PasswordCheck(String username, String password) {
    this.expected = digest(("\0" + username + "\0" + password).getBytes(StandardCharsets.UTF_8));
    this.usable = !password.isEmpty();
  }

  /** Whether there is a password that could be shown. */
  public boolean isUsable() {
    return usable;
  }

  /**
   * @param plain SASL PLAIN, as the protocol carries it
   */
  boolean accepts(String plain) {
    byte[] shown;
    try {
      shown = Base64.getDecoder().decode(plain);
    } catch (IllegalArgumentException e) {
      return false;
    }
    return MessageDigest.isEqual(expected, digest(shown)) && usable;
  }

  private static byte[] digest(byte[] text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "PasswordCheck";
  }
}
