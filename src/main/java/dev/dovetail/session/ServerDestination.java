package dev.dovetail.session;

import dev.dovetail.config.Settings;
import dev.dovetail.config.TlsClientSettings;
import dev.dovetail.log.Log;
import dev.dovetail.transport.Destination;
import dev.dovetail.transport.Link;
import dev.dovetail.transport.tcp.Credentials;
import dev.dovetail.transport.tcp.DoveadmClient;
import dev.dovetail.transport.tcp.ServerCommand;
import dev.dovetail.transport.tcp.ServerReply;
import dev.dovetail.transport.tls.KeyPin;
import dev.dovetail.transport.tls.TlsAlgorithms;
import dev.dovetail.transport.tls.TlsClient;
import dev.dovetail.transport.tls.TlsClientOptions;
import dev.dovetail.transport.tls.TlsIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A destination {@code tcp:} or {@code tcps:}: a doveadm server that becomes the user's {@code
 * dsync-server} (doveadm-interfaces 3.4).
 *
 * @param user whom the server looks up
 * @param debug whether the server shall log debug messages
 * @param timeout seconds for the greeting and for the answer; no limit if 0
 * @param log gets what the server logs
 */
public record ServerDestination(
    Destination.DoveadmServer server,
    Settings settings,
    String user,
    boolean debug,
    long timeout,
    Interruption interruption,
    Log log) {
  /** From this minor version on, that of 2.4, servers know no {@code -U}. */
  private static final int WITHOUT_NOTIFY = 3;

  private static DoveadmClient client(Destination.DoveadmServer server, Settings settings, Log log)
      throws IOException {
    return client(server, settings, false, log);
  }

  /**
   * A client for a server, not connected yet, by the settings for that.
   *
   * @param anyCertificate whether the server's certificate may be anybody's
   */
  public static DoveadmClient client(
      Destination.DoveadmServer server, Settings settings, boolean anyCertificate, Log log)
      throws IOException {
    Destination.DoveadmServer exact =
        server instanceof Destination.Server host ? host.orPort(settings.doveadm().port()) : server;
    Credentials credentials =
        new Credentials(settings.doveadm().username(), settings.doveadm().password());
    boolean secure =
        exact instanceof Destination.Server host && host.security() != Destination.Security.PLAIN;
    Optional<TlsClient> tls =
        secure ? Optional.of(tls(settings, anyCertificate, log)) : Optional.empty();
    return new DoveadmClient(exact, credentials, tls, log);
  }

  private static TlsClient tls(Settings settings, boolean anyCertificate, Log log)
      throws IOException {
    TlsClientSettings configured = settings.tlsClient();
    List<KeyPin> pins = new ArrayList<>();
    for (String pin : configured.pins()) {
      pins.add(KeyPin.parse(pin));
    }
    TlsIdentity identity =
        new TlsIdentity("ssl_client_cert", configured.certificate(), configured.key(), "");
    TlsClientOptions options =
        new TlsClientOptions(
            path(configured.caFile()),
            path(configured.caDirectory()),
            configured.requireValidCertificate() && !anyCertificate,
            pins,
            configured.certificate().isEmpty() ? Optional.empty() : Optional.of(identity),
            new TlsAlgorithms(configured.minProtocol(), configured.cipherList()));
    return new TlsClient(options, log);
  }

  private static Optional<Path> path(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
  }

  /**
   * Connects and has the server start.
   *
   * @param notify whether it shall tell its replicator ({@code -U}), if it can
   * @throws dev.dovetail.transport.tcp.ServerRefusal if the server will not
   */
  public Link open(boolean notify) throws IOException {
    DoveadmClient client = client(server, settings, log);
    Runnable abort = client::close;
    interruption.add(abort);
    boolean started = false;
    try {
      client.connect(timeout);
      boolean tell = notify && client.minor() < WITHOUT_NOTIFY;
      ServerCommand command = command(tell);
      ServerReply reply = client.run(command, timeout);
      started = reply.succeeded();
      if (started) {
        return client.link();
      }
      boolean knowsNoNotify = tell && reply.reason().equals("USAGE");
      if (!knowsNoNotify) {
        throw client.refusal(command, reply.reason());
      }
    } finally {
      interruption.remove(abort);
      if (!started) {
        client.close();
      }
    }
    return open(false);
  }

  private ServerCommand command(boolean tell) {
    List<String> words = new ArrayList<>(List.of("dsync-server", "-u" + user));
    if (tell) {
      words.add("-U");
    }
    return new ServerCommand(debug ? "D" : "", user, words);
  }
}
