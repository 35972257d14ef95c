package dev.dovetail.cli;

import dev.dovetail.cli.output.TextSink;
import dev.dovetail.config.InetListener;
import dev.dovetail.config.ServiceListeners;
import dev.dovetail.config.Settings;
import dev.dovetail.config.TlsServerSettings;
import dev.dovetail.config.UnixListener;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.StderrLog;
import dev.dovetail.os.ServiceNotice;
import dev.dovetail.session.OwnerServers;
import dev.dovetail.transport.listen.Gate;
import dev.dovetail.transport.listen.ListenAddress;
import dev.dovetail.transport.listen.Listener;
import dev.dovetail.transport.listen.PasswordCheck;
import dev.dovetail.transport.tls.TlsAlgorithms;
import dev.dovetail.transport.tls.TlsIdentity;
import dev.dovetail.transport.tls.TlsServer;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@code server}: the listener for {@code tcp:} and {@code tcps:} (doveadm-interfaces 3). */
final class ServerCommand {
  private static final long GOODBYE_MILLIS = 4000;
  private static final long RETRY_MILLIS = 1000;

  private final Invocation run;
  private final ParsedLine line;
  private final StderrLog log;
  private final Set<Thread> clients = ConcurrentHashMap.newKeySet();
  private final OwnerServers owners;

  /** Of a server that serves an owner's users for root. */
  private final Optional<String> socketForRoot;

  ServerCommand(Invocation run, ParsedLine line) {
    this.run = run;
    this.line = line;
    this.log = run.logForAll();
    this.owners = new OwnerServers(WorkerLine.ofServer(line), log);
    this.socketForRoot = OwnerServers.socketForRoot(run.environment());
  }

  int run() throws UsageException {
    if (!line.options().isEmpty()) {
      HelpText.print(run, line.command());
      return ExitCode.SUCCESS;
    }
    if (!line.words().isEmpty()) {
      throw new UsageException(
          ExitCode.USAGE, "Error: Extraneous arguments found: " + String.join(" ", line.words()));
    }
    Settings settings = ConfigSource.load(run);
    List<Listener> listeners = new ArrayList<>();
    try {
      List<ListenAddress> addresses = addresses(settings);
      ServedClient.Service service = service(settings, addresses);
      for (ListenAddress address : addresses) {
        listeners.add(Listener.bind(address));
      }
      serve(listeners, service);
      return ExitCode.SUCCESS;
    } catch (IOException e) {
      Failure.report(e, log);
      return ExitCode.of(e);
    } finally {
      close(listeners);
    }
  }

  private List<ListenAddress> addresses(Settings settings) throws IOException {
    List<ListenAddress> addresses = new ArrayList<>();
    if (socketForRoot.isPresent()) {
      addresses.add(ListenAddress.parse(socketForRoot.get()));
      return addresses;
    }
    for (String text : settings.dovetail("dovetail_listen").split("[ ,]+")) {
      if (!text.isEmpty()) {
        addresses.add(ListenAddress.parse(text));
      }
    }
    if (addresses.isEmpty()) {
      ServiceListeners configured = settings.doveadmListeners();
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

  private ServedClient.Service service(Settings settings, List<ListenAddress> addresses)
      throws IOException {
    boolean tls = false;
    boolean asks = false;
    for (ListenAddress address : addresses) {
      tls |= address instanceof ListenAddress.Port port && port.tls();
      asks |= address instanceof ListenAddress.Port;
    }
    PasswordCheck password =
        new PasswordCheck(settings.doveadmUsername(), settings.doveadmPassword());
    if (asks && !password.isUsable()) {
      throw new SyncException(
          Grade.CONFIGURATION, "doveadm_password is not set: nobody could log in; set it");
    }
    return new ServedClient.Service(
        new Users(run, settings),
        password,
        tls ? Optional.of(tls(settings)) : Optional.empty(),
        new Gate(settings.dovetailMaxConnections()),
        owners,
        socketForRoot.isPresent());
  }

  private TlsServer tls(Settings settings) throws IOException {
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
        log);
  }

  private void serve(List<Listener> listeners, ServedClient.Service service) {
    run.interruption().expected();
    run.interruption().add(() -> close(listeners));
    if (socketForRoot.isPresent()) {
      endWithRoot();
    }
    List<Thread> threads = new ArrayList<>();
    StringBuilder where = new StringBuilder("Listening on");
    for (Listener listener : listeners) {
      Thread thread = new Thread(() -> accept(listener, service), listener.address().text());
      threads.add(thread);
      thread.start();
      where.append(' ').append(listener.address().text());
    }
    if (socketForRoot.isEmpty()) {
      announce(where.toString());
    } else {
      new TextSink(run.out()).write("\n");
    }
    threads.forEach(thread -> join(thread, 0));
    // Each has been cut, and now lets go of locks and temporary files.
    clients.forEach(thread -> join(thread, GOODBYE_MILLIS));
    owners.close();
  }

  private void announce(String where) {
    log.info(where);
    try {
      ServiceNotice.ready(run.environment(), where);
    } catch (IOException e) {
      log.warning("Telling systemd that the server is ready failed: " + e.getMessage());
    }
  }

  /** Root's end, however it comes, ends our standard input. */
  private void endWithRoot() {
    Thread thread =
        new Thread(
            () -> {
              try (FileInputStream in = new FileInputStream(FileDescriptor.in)) {
                in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                log.debug(() -> "Waiting for root's end failed: " + e.getMessage());
              }
              run.interruption().interrupt();
            },
            "root");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept(Listener listener, ServedClient.Service service) {
    while (!run.interruption().isInterrupted()) {
      try {
        service.gate().enter();
      } catch (InterruptedException e) {
        return;
      }
      boolean served = false;
      try {
        SocketChannel channel = listener.accept();
        serve(new ServedClient(run, service, listener, channel), service.gate());
        served = true;
      } catch (IOException e) {
        pause(listener, e);
      } finally {
        if (!served) {
          service.gate().leave();
        }
      }
    }
  }

  private void serve(ServedClient client, Gate gate) {
    Thread thread =
        new Thread(
            () -> {
              try {
                client.serve();
              } finally {
                gate.leave();
                clients.remove(Thread.currentThread());
              }
            },
            "client");
    thread.setDaemon(true);
    clients.add(thread);
    thread.start();
  }

  /** Without file descriptors, for example, it is better to wait than to spin. */
  private void pause(Listener listener, IOException e) {
    if (run.interruption().isInterrupted()) {
      return;
    }
    log.error("Accepting on " + listener.address().text() + " failed: " + e.getMessage());
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(Thread thread, long millis) {
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void close(List<Listener> listeners) {
    for (Listener listener : listeners) {
      try {
        listener.close();
      } catch (IOException e) {
        log.debug(() -> "Closing " + listener.address().text() + " failed: " + e.getMessage());
      }
    }
  }
}
