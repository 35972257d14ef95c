package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.SettingValues;
import java.util.List;

/**
 * The settings of TLS towards a server (doveadm-interfaces 3.5, 6.3).
 *
 * @param caFile empty if none is set
 * @param caDirectory empty if none is set
 * @param requireValidCertificate whether a failed check ends the connection
 * @param certificate PEM; empty if none is shown
 * @param key PEM
 * @param minProtocol such as {@code TLSv1.2}
 * @param cipherList in the language of OpenSSL
 * @param pins of the server's key; empty if any will do
 */
public record TlsClientSettings(
    String caFile,
    String caDirectory,
    boolean requireValidCertificate,
    String certificate,
    String key,
    String minProtocol,
    String cipherList,
    List<String> pins) {

  static TlsClientSettings of(SettingValues values, String pins, boolean version24)
      throws ConfigException {
    String cert = version24 ? "ssl_client_cert_file" : "ssl_client_cert";
    String key = version24 ? "ssl_client_key_file" : "ssl_client_key";
    return new TlsClientSettings(
        values.text("ssl_client_ca_file"),
        values.text("ssl_client_ca_dir"),
        values.flag("ssl_client_require_valid_cert"),
        version24 ? values.contentsOf(cert) : values.text(cert),
        version24 ? values.contentsOf(key) : values.text(key),
        values.text("ssl_min_protocol"),
        values.text("ssl_cipher_list"),
        List.of(pins.split(" ")).stream().filter(pin -> !pin.isEmpty()).toList());
  }

  @Override
  public String toString() {
    return "TlsClientSettings";
  }
}
