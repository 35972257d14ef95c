package dev.dovetail.cli;

import dev.dovetail.config.InetListener;
import dev.dovetail.config.ServiceListeners;
import dev.dovetail.config.Settings;
import dev.dovetail.config.TlsServerSettings;
import dev.dovetail.config.UnixListener;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.session.OwnerServers;
import dev.dovetail.transport.listen.ClientPlaces;
import dev.dovetail.transport.listen.Gate;
import dev.dovetail.transport.listen.ListenAddress;
import dev.dovetail.transport.listen.PasswordCheck;
import dev.dovetail.transport.tls.TlsAlgorithms;
import dev.dovetail.transport.tls.TlsIdentity;
import dev.dovetail.transport.tls.TlsServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where {@code server} listens, and what it has for its clients, by the settings. */
final class ServerSetUp {
  private final Invocation run;
  private final Settings settings;
  private final Optional<String> socketForRoot;

  /**
   * @param socketForRoot the only address of a server that serves an owner's users for root
   */
  ServerSetUp(Invocation run, Settings settings, Optional<String> socketForRoot) {
    this.run = run;
    this.settings = settings;
    this.socketForRoot = socketForRoot;
  }

  /**
   * Where to listen.
   *
   * @throws SyncException ({@code CONFIGURATION}) if no setting says so
   */
  List<ListenAddress> addresses() throws IOException {
    List<ListenAddress> addresses = new ArrayList<>();
    if (socketForRoot.isPresent()) {
      addresses.add(ListenAddress.parse(socketForRoot.get()));
      return addresses;
    }
    for (String text : settings.dovetail().text("dovetail_listen").split("[ ,]+")) {
      if (!text.isEmpty()) {
        addresses.add(ListenAddress.parse(text));
      }
    }
    if (addresses.isEmpty()) {
      ServiceListeners configured = settings.doveadm().listeners();
      configured.inet().forEach(listener -> add(addresses, listener));
      configured.unix().forEach(listener -> addresses.add(socket(listener)));
    }
    if (addresses.isEmpty()) {
      throw new SyncException(
          Grade.CONFIGURATION,
          "There is nothing to listen on: set dovetail_listen = tcps:24246, for example, or an"
              + " inet_listener with a port in service doveadm");
    }
    return addresses;
  }

  /** A socket for all IPv6 addresses takes IPv4 as well. */
  private static void add(List<ListenAddress> addresses, InetListener listener) {
    boolean any = false;
    for (String address : listener.addresses()) {
      boolean all = address.equals("*") || address.equals("::");
      if (!all || !any) {
        addresses.add(new ListenAddress.Port(all ? "" : address, listener.port(), listener.tls()));
      }
      any |= all;
    }
  }

  private static ListenAddress socket(UnixListener listener) {
    return new ListenAddress.Socket(
        Path.of(listener.path()),
        listener.mode(),
        listener.user().isEmpty() ? Optional.empty() : Optional.of(listener.user()),
        listener.group().isEmpty() ? Optional.empty() : Optional.of(listener.group()));
  }

  /**
   * What all clients share.
   *
   * @throws SyncException ({@code CONFIGURATION}) if nobody could be served so
   */
  ServedClient.Service service(List<ListenAddress> addresses, OwnerServers owners)
      throws IOException {
    boolean tls = false;
    boolean asks = false;
    for (ListenAddress address : addresses) {
      tls |= address instanceof ListenAddress.Port port && port.tls();
      asks |= address instanceof ListenAddress.Port;
    }
    PasswordCheck password =
        new PasswordCheck(settings.doveadm().username(), settings.doveadm().password());
    if (asks && !password.isUsable()) {
      throw new SyncException(
          Grade.CONFIGURATION, "doveadm_password is not set: nobody could log in; set it");
    }
    return new ServedClient.Service(
        new Users(run, settings),
        password,
        tls ? Optional.of(tls()) : Optional.empty(),
        new Gate(),
        new ClientPlaces(settings.dovetail().maxConnections()),
        owners,
        socketForRoot.isPresent());
  }

  private TlsServer tls() throws IOException {
    TlsServerSettings configured = settings.tlsServer();
    if (configured.certificate().isEmpty()) {
      throw new SyncException(
          Grade.CONFIGURATION, "A listener with TLS needs a certificate: set ssl_cert and ssl_key");
    }
    return new TlsServer(
        () -> {
          TlsServerSettings now = settings.tlsServer();
          return new TlsIdentity("ssl_cert", now.certificate(), now.key(), now.keyPassword());
        },
        configured.files().stream().map(Path::of).toList(),
        new TlsAlgorithms(configured.minProtocol(), configured.cipherList()),
        run.logForAll());
  }
}
