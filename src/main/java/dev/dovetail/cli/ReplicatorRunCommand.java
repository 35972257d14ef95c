package dev.dovetail.cli;

import dev.dovetail.cli.line.ParsedLine;
import dev.dovetail.cli.line.UsageException;
import dev.dovetail.config.ReplicationSettings;
import dev.dovetail.config.Settings;
import dev.dovetail.log.StderrLog;
import dev.dovetail.os.HangUp;
import dev.dovetail.replicator.Backoff;
import dev.dovetail.replicator.Priority;
import dev.dovetail.replicator.Replicator;
import dev.dovetail.replicator.Schedule;
import dev.dovetail.replicator.notify.UnwatchedMail;
import dev.dovetail.replicator.store.QueueStore;
import dev.dovetail.session.Interruption;
import dev.dovetail.session.OwnerEvents;
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
  private ReplicatorSyncs runner;
  private ReplicatorSockets sockets;

  ReplicatorRunCommand(Invocation run, ParsedLine line) {
    this.run = run;
    this.line = line;
    this.log = run.logForAll();
  }

  int run() throws UsageException {
    return Daemon.run(run, line, this::work);
  }

  private void work(Settings settings) throws IOException {
    Optional<String> socket = OwnerServers.socketForRoot(run.environment());
    if (socket.isPresent()) {
      HangUp.handle(() -> {});
      new ReplicatorWorker(run, settings).serve(socket.get());
    } else {
      replicate(settings);
    }
  }

  private void replicate(Settings settings) throws IOException {
    // Before it is said that all is ready: whoever hears that may ask for a reload.
    HangUp.handle(() -> reread.set(true));
    ReplicationSettings replication = settings.replication();
    try (UnwatchedMail unwatched = new UnwatchedMail(this::changed, log);
        OwnerServers owners =
            new OwnerServers(WorkerLine.ofServer(line), new WorkerEvents(unwatched), log);
        MailWatch watch = new MailWatch(this::changed, log);
        QueueStore store = QueueStore.open(replication.directory(), replication.dovecots(), log)) {
      runner = new ReplicatorSyncs(run.interruptedBy(syncs), settings, owners, watch, unwatched);
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
      try (ReplicatorSockets opened = new ReplicatorSockets(replicator, runner, log)) {
        sockets = opened;
        opened.use(settings);
        Daemon.announce(run, "Listening on " + String.join(" ", opened.places()));
        work(settings, store);
      }
      store.save(replicator.entries());
    }
  }

  /** Hears of the processes that work for root. */
  private final class WorkerEvents implements OwnerEvents {
    private final UnwatchedMail unwatched;

    WorkerEvents(UnwatchedMail unwatched) {
      this.unwatched = unwatched;
    }

    @Override
    public void told(String line) {
      changed(line);
    }

    @Override
    public void ending(String owner) {
      unwatched.ending(owner);
    }

    @Override
    public void lost(String owner) {
      unwatched.lost(owner);
    }
  }

  /** Somebody's mail has changed, but how is not known. */
  private void changed(String user) {
    Replicator running = replicator;
    if (running != null) {
      running.queue().changed(user, Priority.LOW, running.now());
    }
  }

  private void work(Settings settings, QueueStore store) {
    run.interruption().expected();
    run.interruption().add(replicator::stop);
    Thread keeper = new Thread(() -> keep(settings, store), "keeper");
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
  private void keep(Settings first, QueueStore store) {
    Settings settings = first;
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
        settings = reread(settings);
      }
      if (again || System.nanoTime() - scanned > RESCAN_SECONDS * 1_000_000_000L) {
        replicator.scan(again);
        scanned = System.nanoTime();
      }
    }
  }

  /** What cannot be read leaves everything as it was. Returns what counts from now on. */
  private Settings reread(Settings old) {
    try {
      Settings settings = ConfigSource.load(run);
      use(old.replication(), settings);
      log.info("Configuration and users are read again");
      return settings;
    } catch (UsageException e) {
      log.error("Going on with the old configuration: " + e.getMessage());
    } catch (IOException e) {
      log.error("Going on with the old configuration: " + Failure.reason(e));
    }
    return old;
  }

  private void use(ReplicationSettings old, Settings settings) throws IOException {
    ReplicationSettings replication = settings.replication();
    runner.use(settings);
    replicator.use(new Schedule(replication.fullInterval()), replication.maxConnections());
    if (replication.watch() && !old.watch()) {
      // Everybody's mail is watched from their next sync on.
      replicator.queue().replicate(user -> true, Priority.LOW, false, replicator.now());
    }
    if (!replication.directory().equals(old.directory())) {
      log.warning("dovetail_state_dir has changed: that counts from the next start on");
    }
    try {
      sockets.use(settings);
    } catch (IOException e) {
      log.error("Not all sockets are there by the new configuration: " + Failure.reason(e));
    }
  }
}
