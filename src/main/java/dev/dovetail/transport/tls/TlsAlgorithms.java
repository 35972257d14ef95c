package dev.dovetail.transport.tls;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * The versions of TLS that are spoken, and with which cipher suites: of those that today's JDK does
 * not hold broken.
 *
 * @param minimum {@code ssl_min_protocol}; what is older than {@code TLSv1.2} counts as that
 * @param cipherList {@code ssl_cipher_list}, for TLSv1.2
 */
public record TlsAlgorithms(String minimum, String cipherList) {
  private static final Set<String> NEWEST = Set.of("TLSv1.3", "LATEST");
  private static final Set<String> OLDER = Set.of("TLSv1.2", "TLSv1.1", "TLSv1", "SSLv3", "ANY");

  /**
   * Has a socket use them.
   *
   * @throws SyncException ({@code CONFIGURATION}) if a setting means nothing
   */
  void applyTo(SSLSocket socket) throws SyncException {
    socket.setEnabledProtocols(protocols());
    socket.setEnabledCipherSuites(CipherList.choose(cipherList, socket.getEnabledCipherSuites()));
  }

  /**
   * Tells before anybody connects whether the settings can be used.
   *
   * @throws SyncException ({@code CONFIGURATION}) if not
   */
  void check(SSLContext context) throws SyncException {
    protocols();
    CipherList.choose(cipherList, context.getDefaultSSLParameters().getCipherSuites());
  }

  private String[] protocols() throws SyncException {
    if (NEWEST.contains(minimum)) {
      return new String[] {"TLSv1.3"};
    }
    if (OLDER.contains(minimum)) {
      return new String[] {"TLSv1.3", "TLSv1.2"};
    }
    throw new SyncException(
        Grade.CONFIGURATION, "ssl_min_protocol = " + minimum + " is no version of TLS");
  }
}
