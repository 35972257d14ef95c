package dev.dovetail.cli;

import dev.dovetail.config.ReplicationSettings;
import dev.dovetail.config.Settings;
import dev.dovetail.log.StderrLog;
import dev.dovetail.os.HangUp;
import dev.dovetail.os.ServiceNotice;
import dev.dovetail.replicator.Backoff;
import dev.dovetail.replicator.Priority;
import dev.dovetail.replicator.Replicator;
import dev.dovetail.replicator.Schedule;
import dev.dovetail.replicator.store.QueueStore;
import dev.dovetail.session.Interruption;
import dev.dovetail.session.OwnerServers;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@code replicator run}: the daemon in the place of Dovecot's replicator and aggregator. */
final class ReplicatorRunCommand {
  /** How long syncs may take to end by themselves, and then to give up. */
  private static final long PATIENCE_MILLIS = 3000;

  private static final long GOODBYE_MILLIS = 1000;
  private static final long SETTLE_MILLIS = 1000;
  private static final long RESCAN_SECONDS = 300;

  private final Invocation run;
  private final ParsedLine line;
  private final StderrLog log;

  /** Syncs are not stopped by the signal, but when their time is up. */
  private final Interruption syncs = new Interruption();

  private final AtomicBoolean reread = new AtomicBoolean();
  private volatile Replicator replicator;

  ReplicatorRunCommand(Invocation run, ParsedLine line) {
    this.run = run;
    this.line = line;
    this.log = run.logForAll();
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
    try {
      Optional<String> socket = OwnerServers.socketForRoot(run.environment());
      if (socket.isPresent()) {
        HangUp.handle(() -> {});
        new ReplicatorWorker(run, settings).serve(socket.get());
      } else {
        replicate(settings);
      }
      return ExitCode.SUCCESS;
    } catch (IOException e) {
      Failure.report(e, log);
      return ExitCode.of(e);
    }
  }

  private void replicate(Settings settings) throws IOException {
    ReplicationSettings replication = settings.replication();
    try (OwnerServers owners = new OwnerServers(WorkerLine.ofServer(line), this::changed, log);
        MailWatch watch = new MailWatch(this::changed, log);
        QueueStore store = QueueStore.open(replication.directory(), replication.dovecots(), log)) {
      ReplicatorSyncs runner =
          new ReplicatorSyncs(
              run.interruptedBy(syncs),
              settings,
              owners,
              replication.watch() ? Optional.of(watch) : Optional.empty());
      replicator =
          new Replicator(
              new Schedule(replication.fullInterval()),
              replication.maxConnections(),
              new Backoff(() -> ThreadLocalRandom.current().nextDouble()),
              runner,
              store,
              () -> System.currentTimeMillis() / 1000,
              log);
      replicator.restore(store.restored());
      try (ReplicatorSockets sockets = ReplicatorSockets.open(settings, replicator, runner, log)) {
        announce("Listening on " + String.join(" ", sockets.places()));
        work(replicator, runner, store);
      }
      store.save(replicator.entries());
    }
  }

  /** Somebody's mail has changed, but how is not known. */
  private void changed(String user) {
    Replicator running = replicator;
    if (running != null) {
      running.queue().changed(user, Priority.LOW, running.now());
    }
  }

  private void work(Replicator replicator, ReplicatorSyncs runner, QueueStore store) {
    run.interruption().expected();
    run.interruption().add(replicator::stop);
    HangUp.handle(() -> reread.set(true));
    Thread keeper = new Thread(() -> keep(replicator, runner, store), "keeper");
    keeper.setDaemon(true);
    keeper.start();
    try {
      replicator.run();
      if (!replicator.end(PATIENCE_MILLIS)) {
        syncs.interrupt();
        replicator.end(GOODBYE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is to be done now and then. */
  private void keep(Replicator replicator, ReplicatorSyncs runner, QueueStore store) {
    replicator.scan(false);
    long scanned = System.nanoTime();
    while (!run.interruption().isInterrupted()) {
      try {
        Thread.sleep(SETTLE_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
      store.settle(replicator::entries);
      boolean again = reread.getAndSet(false);
      if (again) {
        reread(runner);
      }
      if (again || System.nanoTime() - scanned > RESCAN_SECONDS * 1_000_000_000L) {
        replicator.scan(again);
        scanned = System.nanoTime();
      }
    }
  }

  /** What cannot be read leaves everything as it was. */
  private void reread(ReplicatorSyncs runner) {
    try {
      runner.use(ConfigSource.load(run));
      log.info("Configuration and users are read again");
    } catch (UsageException e) {
      log.error("Going on with the old configuration: " + e.getMessage());
    } catch (IOException e) {
      log.error("Going on with the old configuration: " + Failure.reason(e));
    }
  }

  private void announce(String where) {
    log.info(where);
    try {
      ServiceNotice.ready(run.environment(), where);
    } catch (IOException e) {
      log.warning("Telling systemd that the replicator is ready failed: " + e.getMessage());
    }
  }
}
