package dev.dovetail.transport.tcp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What a doveadm server is told to believe us.
 *
 * @param username {@code doveadm_username}
 * @param password {@code doveadm_password}, as it is, a line feed at its end included; empty if
 *     there is none
 */
public record Credentials(String username, String password) {

  /** SASL PLAIN, as the protocol carries it. */
  String plain() {
    byte[] text = ("\0" + username + "\0" + password).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(text);
  }

  @Override
  public String toString() {
    return "Credentials of " + username;
  }
}
