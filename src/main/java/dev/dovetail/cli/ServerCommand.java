package dev.dovetail.cli;

import dev.dovetail.cli.output.TextSink;
import dev.dovetail.config.Settings;
import dev.dovetail.log.StderrLog;
import dev.dovetail.os.ServiceNotice;
import dev.dovetail.session.OwnerServers;
import dev.dovetail.transport.listen.Gate;
import dev.dovetail.transport.listen.ListenAddress;
import dev.dovetail.transport.listen.Listener;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
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
      throw UsageException.extraneous(line.words());
    }
    Settings settings = ConfigSource.load(run);
    List<Listener> listeners = new ArrayList<>();
    try {
      ServerSetUp setUp = new ServerSetUp(run, settings, socketForRoot);
      List<ListenAddress> addresses = setUp.addresses();
      ServedClient.Service service = setUp.service(addresses, owners);
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
