package dev.dovetail.cli;

import dev.dovetail.cli.line.ParsedLine;
import dev.dovetail.cli.line.UsageException;
import dev.dovetail.cli.output.TextSink;
import dev.dovetail.config.Settings;
import dev.dovetail.log.StderrLog;
import dev.dovetail.session.OwnerServers;
import dev.dovetail.transport.listen.ListenAddress;
import dev.dovetail.transport.listen.SocketService;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code server}: the listener for {@code tcp:} and {@code tcps:} (doveadm-interfaces 3). */
final class ServerCommand {
  private static final long GOODBYE_MILLIS = 4000;

  private final Invocation run;
  private final ParsedLine line;
  private final StderrLog log;
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
    return Daemon.run(run, line, this::serve);
  }

  private void serve(Settings settings) throws IOException {
    List<SocketService> sockets = new ArrayList<>();
    try {
      owners.limit(settings.dovetail().ownerProcesses());
      ServerSetUp setUp = new ServerSetUp(run, settings, socketForRoot);
      List<ListenAddress> addresses = setUp.addresses();
      ServedClient.Service service = setUp.service(addresses, owners);
      for (ListenAddress address : addresses) {
        sockets.add(open(address, service));
      }
      serve(sockets, addresses);
      // Each client has been cut, and now lets go of locks and temporary files.
      service.places().awaitEnd(GOODBYE_MILLIS);
      owners.close();
    } finally {
      close(sockets);
    }
  }

  private SocketService open(ListenAddress address, ServedClient.Service service)
      throws IOException {
    return SocketService.open(
        address,
        channel -> new ServedClient(run, service, address, channel).serve(),
        service.places(),
        log);
  }

  private void serve(List<SocketService> sockets, List<ListenAddress> addresses) {
    run.interruption().expected();
    run.interruption().add(() -> close(sockets));
    if (socketForRoot.isPresent()) {
      endWithRoot();
      new TextSink(run.out()).write("\n");
    } else {
      Daemon.announce(run, "Listening on " + String.join(" ", texts(addresses)));
    }
    sockets.forEach(SocketService::awaitClose);
  }

  private static List<String> texts(List<ListenAddress> addresses) {
    return addresses.stream().map(ListenAddress::text).toList();
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

  private void close(List<SocketService> sockets) {
    for (SocketService socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        log.debug(() -> "Closing a socket failed: " + e.getMessage());
      }
    }
  }
}
