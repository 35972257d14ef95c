package dev.dovetail.transport.tls;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** Turns connections into TLS connections with servers whose certificates have been checked. */
public final class TlsClient {
  private final TlsClientOptions options;
  private final Log log;

  /**
   * @param log is told of a failed check that is not to be heeded
   */
  public TlsClient(TlsClientOptions options, Log log) {
    this.options = options;
    this.log = log;
  }

  /**
   * Shakes hands.
   *
   * @param raw connected; closing it ends the handshake
   * @param host the name or address that the certificate must be for
   * @throws SyncException with what is wrong with the server's certificate, or our own
   */
  public SSLSocket secure(Socket raw, String host) throws IOException {
    SSLSocket socket =
        (SSLSocket) context(host).getSocketFactory().createSocket(raw, host, raw.getPort(), true);
    options.algorithms().applyTo(socket);
    SSLParameters parameters = socket.getSSLParameters();
    // Off by default for sockets; only HTTPS has a name for the rules that everybody uses.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    try {
      socket.startHandshake();
      return socket;
    } catch (SSLException e) {
      throw new SyncException(Grade.TEMPORARY, reason(e), e);
    } catch (EOFException e) {
      throw new SyncException(Grade.TEMPORARY, "it ended the connection instead of TLS", e);
    }
  }

  private SSLContext context(String host) throws SyncException {
    Optional<TlsIdentity> identity = options.identity();
    KeyManager[] keys = identity.isPresent() ? identity.get().keyManagers() : null;
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {new ServerCheck(options, host, log)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new SyncException(Grade.CONFIGURATION, "TLS cannot be used: " + e.getMessage(), e);
    }
  }

  private static String reason(SSLException e) {
    String words = ServerCheck.words(e);
    if (words != null) {
      return words;
    }
    String message = String.valueOf(e.getMessage());
    boolean plain =
        message.startsWith("Unsupported or unrecognized SSL message")
            || message.startsWith("Remote host terminated the handshake");
    return plain ? "it does not speak TLS; is it a port for tcp:?" : "TLS: " + message;
  }
}
