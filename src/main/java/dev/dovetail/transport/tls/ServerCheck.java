package dev.dovetail.transport.tls;

import dev.dovetail.log.Log;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Checks a server's certificate: the JDK's own check of chain and host name, with the authorities
 * that the settings name, and the pins. Says what failed, whose certificate it was, what was tried
 * and what to do.
 */
final class ServerCheck extends X509ExtendedTrustManager {
  private final TlsClientOptions options;
  private final String host;
  private final Log log;

  ServerCheck(TlsClientOptions options, String host, Log log) {
    this.options = options;
    this.host = host;
    this.log = log;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    CertificateException failure = failure(chain, authType, socket);
    if (failure == null) {
      return;
    }
    if (options.requireValid()) {
      throw failure;
    }
    log.info(failure.getMessage() + "; going on, for ssl_client_require_valid_cert = no");
  }

  private CertificateException failure(X509Certificate[] chain, String authType, Socket socket) {
    KeyPin shown = KeyPin.of(chain[0].getPublicKey());
    if (!options.pins().isEmpty() && !options.pins().contains(shown)) {
      return refusal(
          chain[0],
          "its key is none of dovetail_tls_pin; if it was changed on purpose, the pin is now "
              + shown.text(),
          null);
    }
    // A key that is known needs nobody to vouch for it.
    if (!options.pins().isEmpty() && !options.hasAuthorities()) {
      return null;
    }
    try {
      checkChain(chain, authType, socket);
      return null;
    } catch (CertificateException e) {
      return refusal(chain[0], reason(e), e);
    }
  }

  private void checkChain(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    Set<X509Certificate> anchors =
        new CaStore(options.caFile(), options.caDirectory()).anchors(chain);
    if (anchors.isEmpty()) {
      X509Certificate last = chain[chain.length - 1];
      boolean selfSigned = last.getIssuerX500Principal().equals(last.getSubjectX500Principal());
      throw new UnknownIssuer(
          (selfSigned && chain.length == 1 ? "it is self-signed" : "its issuer is not known here")
              + " ("
              + options.authorities()
              + "); add the CA's certificate there");
    }
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (X509Certificate anchor : anchors) {
        store.setCertificateEntry("ca" + number++, anchor);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager extended) {
          extended.checkServerTrusted(chain, authType, socket);
        }
      }
    } catch (CertificateException e) {
      throw e;
    } catch (GeneralSecurityException | IOException e) {
      throw new CertificateException(e.getMessage(), e);
    }
  }

  private String reason(CertificateException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return "it, or a CA's, has expired; renew it";
      }
      if (cause instanceof CertificateNotYetValidException) {
        return "it, or a CA's, is not valid yet; check the clocks";
      }
    }
    String message = String.valueOf(e.getMessage());
    if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
      return "it is not for "
          + host
          + "; name the host in the destination as the certificate does, or get one for this name";
    }
    return e instanceof UnknownIssuer ? message : message + " (" + options.authorities() + ")";
  }

  private CertificateException refusal(X509Certificate leaf, String reason, Exception cause) {
    return new CertificateException(
        "its certificate ("
            + leaf.getSubjectX500Principal()
            + ", issued by "
            + leaf.getIssuerX500Principal()
            + ", valid until "
            + leaf.getNotAfter().toInstant()
            + ") is not accepted: "
            + reason,
        cause);
  }

  /** Has its remedy in it already. */
  private static final class UnknownIssuer extends CertificateException {
    UnknownIssuer(String message) {
      super(message);
    }
  }

  /** The words of the check that ended a handshake; null if it was something else. */
  static String words(SSLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException
          && String.valueOf(cause.getMessage()).startsWith("its certificate (")) {
        return cause.getMessage();
      }
    }
    return null;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("only sockets are checked here");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("only sockets are checked here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("only servers are checked here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("only servers are checked here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("only servers are checked here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
