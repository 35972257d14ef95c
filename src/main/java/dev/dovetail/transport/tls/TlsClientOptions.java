package dev.dovetail.transport.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a TLS client believes and shows (doveadm-interfaces 3.5).
 *
 * @param caFile {@code ssl_client_ca_file}: certificates of authorities
 * @param caDirectory {@code ssl_client_ca_dir}: the same, in files of one or more; hashed names are
 *     not needed
 * @param requireValid {@code ssl_client_require_valid_cert}; if not, a failed check is only told
 * @param pins {@code dovetail_tls_pin}: if there are any, the server's key is one of them
 * @param identity what is shown to a server that asks
 * @param algorithms what is spoken
 */
public record TlsClientOptions(
    Optional<Path> caFile,
    Optional<Path> caDirectory,
    boolean requireValid,
    List<KeyPin> pins,
    Optional<TlsIdentity> identity,
    TlsAlgorithms algorithms) {
  public TlsClientOptions {
    pins = List.copyOf(pins);
  }

  boolean hasAuthorities() {
    return caFile.isPresent() || caDirectory.isPresent();
  }

  /** Where certificates of authorities are looked for, for messages. */
  String authorities() {
    if (!hasAuthorities()) {
      return "neither ssl_client_ca_file nor ssl_client_ca_dir is set";
    }
    StringBuilder text = new StringBuilder("tried the CAs in");
    caFile.ifPresent(file -> text.append(" ssl_client_ca_file = ").append(file));
    text.append(caFile.isPresent() && caDirectory.isPresent() ? " and" : "");
    caDirectory.ifPresent(directory -> text.append(" ssl_client_ca_dir = ").append(directory));
    return text.toString();
  }
}
