package dev.dovetail.transport.tls;

/** The versions of TLS that are spoken: none that today's JDK holds broken. */
final class TlsVersions {
  private TlsVersions() {}

  /**
   * From {@code ssl_min_protocol} on.
   *
   * @param minimum what is older than {@code TLSv1.2} counts as that
   */
  static String[] from(String minimum) {
    return minimum.equals("TLSv1.3")
        ? new String[] {"TLSv1.3"}
        : new String[] {"TLSv1.3", "TLSv1.2"};
  }
}
