package dev.dovetail.userdb;

/**
 * The host where a user's mail is, if Dovecot's proxy passes commands for the user on.
 *
 * @param address {@code host} or {@code host:port}
 * @param anyCertificate whether it may show any certificate
 */
public record OtherHost(String address, Tls tls, boolean anyCertificate) {

  /** What the passdb says of TLS. */
  public enum Tls {
    /** Nothing: {@code doveadm_ssl} counts. */
    AS_CONFIGURED,
    AT_ONCE,
    STARTTLS
  }
}
