package dev.dovetail.transport.tls;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * Turns accepted connections into TLS connections. The certificate is read anew when its file or
 * that of its key has changed; while the new ones cannot be used, the old ones are. Thread-safe.
 */
public final class TlsServer {

  /** Reads certificate and key, from their files if they are in files. */
  @FunctionalInterface
  public interface IdentitySource {
    TlsIdentity read() throws IOException;
  }

  private final IdentitySource source;
  private final List<Path> files;
  private final TlsAlgorithms algorithms;
  private final Log log;
  private SSLContext context;
  private List<FileTime> seen;

  /**
   * @param files those of certificate and key, as far as they are in files
   * @throws SyncException ({@code CONFIGURATION}) if the certificate cannot be used
   */
  public TlsServer(IdentitySource source, List<Path> files, TlsAlgorithms algorithms, Log log)
      throws IOException {
    this.source = source;
    this.files = List.copyOf(files);
    this.algorithms = algorithms;
    this.log = log;
    this.seen = times();
    this.context = made();
    algorithms.check(context);
  }

  /**
   * Shakes hands as the server.
   *
   * @param raw closing it ends the handshake
   */
  public SSLSocket secure(Socket raw) throws IOException {
    SSLSocket socket = (SSLSocket) current().getSocketFactory().createSocket(raw, null, true);
    socket.setUseClientMode(false);
    algorithms.applyTo(socket);
    try {
      socket.startHandshake();
      return socket;
    } catch (SSLException e) {
      throw new SyncException(Grade.TEMPORARY, reason(String.valueOf(e.getMessage())), e);
    }
  }

  /** In words of our own, as far as Java's are known to tell the admin nothing. */
  private static String reason(String message) {
    if (message.startsWith("Unsupported or unrecognized SSL message")) {
      return "it does not speak TLS; its destination must be tcps:";
    }
    if (message.equals("readHandshakeRecord")
        || message.startsWith("Remote host terminated the handshake")) {
      return "it has gone in the middle of the TLS handshake; it knows why: perhaps it does not"
          + " accept the certificate in ssl_cert";
    }
    if (message.contains("alert: certificate_") || message.endsWith("_ca")) {
      return "it does not accept the certificate in ssl_cert, and knows why (TLS: " + message + ")";
    }
    return "TLS: " + message;
  }

  private synchronized SSLContext current() {
    List<FileTime> now = times();
    if (!now.equals(seen)) {
      seen = now;
      try {
        context = made();
        log.info("The certificate was read anew");
      } catch (IOException e) {
        log.error("Going on with the old certificate: " + e.getMessage());
      }
    }
    return context;
  }

  private List<FileTime> times() {
    List<FileTime> times = new ArrayList<>();
    for (Path file : files) {
      try {
        times.add(Files.getLastModifiedTime(file));
      } catch (IOException e) {
        times.add(FileTime.fromMillis(0));
      }
    }
    return times;
  }

  private SSLContext made() throws IOException {
    try {
      SSLContext made = SSLContext.getInstance("TLS");
      made.init(source.read().keyManagers(), null, null);
      return made;
    } catch (GeneralSecurityException e) {
      throw new SyncException(Grade.CONFIGURATION, "TLS cannot be used: " + e.getMessage(), e);
    }
  }
}
