package dev.dovetail.userdb;

import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.text.IpAddress;
import java.util.Map;
import java.util.Optional;

/**
 * The host where a user's mail is, if Dovecot's proxy passes commands for the user on.
 *
 * @param server {@code host} or {@code host:port}
 * @param ip what is connected to, so that only the certificate depends on the name; empty if the
 *     name is to be resolved
 * @param tls what is known besides {@code doveadm_ssl}, which can add to it
 * @param anyCertificate whether it may show any certificate
 */
public record OtherHost(String server, String ip, Tls tls, boolean anyCertificate) {

  /** What the passdb says of TLS. */
  public enum Tls {
    /** Nothing. */
    AS_CONFIGURED,
    AT_ONCE,
    STARTTLS
  }

  /** The server that the admin names. */
  public static OtherHost named(String server) {
    return new OtherHost(server, "", Tls.AS_CONFIGURED, false);
  }

  /**
   * Reads the answer of a passdb, as doveadm does: any value of {@code ssl} and {@code starttls}
   * asks for TLS, {@code no} as well.
   *
   * @param attempt what the answer was wanted for
   * @return empty if it does not say that the user is on another host
   */
  static Optional<OtherHost> of(Map<String, String> fields, String attempt) throws SyncException {
    if (!fields.containsKey("proxy")) {
      return Optional.empty();
    }
    String host = fields.getOrDefault("host", "");
    if (host.isEmpty()) {
      throw new SyncException(
          Grade.TEMPORARY,
          attempt
              + ": Proxy is missing destination host: the passdb must say host, or auth_socket_path"
              + " be director-userdb");
    }
    String ip = fields.getOrDefault("hostip", "");
    if (!ip.isEmpty() && !IpAddress.isWritten(ip)) {
      throw new SyncException(
          Grade.TEMPORARY, attempt + ": Invalid hostip value '" + Quoting.forMessage(ip) + "'");
    }
    String port = fields.getOrDefault("port", "");
    String ssl = fields.getOrDefault("ssl", "");
    String startTls = fields.getOrDefault("starttls", "");
    Tls tls = !startTls.isEmpty() ? Tls.STARTTLS : ssl.isEmpty() ? Tls.AS_CONFIGURED : Tls.AT_ONCE;
    return Optional.of(
        new OtherHost(
            port.isEmpty() ? host : host + ":" + port,
            ip,
            tls,
            ssl.equals("any-cert") || startTls.equals("any-cert")));
  }
}
