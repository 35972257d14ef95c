package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.SettingValues;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of TLS towards clients (doveadm-interfaces 3.5, 6.3).
 *
 * @param certificate PEM; empty if there is none
 * @param key PEM
 * @param keyPassword empty if the key is not encrypted
 * @param files those that certificate and key were read from
 * @param minProtocol such as {@code TLSv1.2}
 * @param cipherList in the language of OpenSSL
 */
public record TlsServerSettings(
    String certificate,
    String key,
    String keyPassword,
    List<String> files,
    String minProtocol,
    String cipherList) {

  static TlsServerSettings of(SettingValues values, boolean version24) throws ConfigException {
    String cert = version24 ? "ssl_server_cert_file" : "ssl_cert";
    String key = version24 ? "ssl_server_key_file" : "ssl_key";
    String password = version24 ? "ssl_server_key_password" : "ssl_key_password";
    List<String> files = new ArrayList<>();
    for (String name : new String[] {cert, key}) {
      String file = version24 ? values.namedFile(name) : values.fileOf(name);
      if (!file.isEmpty()) {
        files.add(file);
      }
    }
    return new TlsServerSettings(
        version24 ? values.contentsOf(cert) : values.text(cert),
        version24 ? values.contentsOf(key) : values.text(key),
        values.text(password),
        List.copyOf(files),
        values.text("ssl_min_protocol"),
        values.text("ssl_cipher_list"));
  }

  @Override
  public String toString() {
    return "TlsServerSettings";
  }
}
