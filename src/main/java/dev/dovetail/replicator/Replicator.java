package dev.dovetail.replicator;

import dev.dovetail.log.Log;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/** Makes the syncs that are due, so many at the same time. */
public final class Replicator {
  private static final long LONGEST_WAIT_MILLIS = 1000;

  /** Seconds: a clock that is set by steps as small as this does no harm. */
  private static final long CLOCK_STEP = 2;

  private final ReplicatorQueue queue;
  private final DestinationHealth health;
  private final Backoff backoff;
  private final SyncRunner runner;
  private final Connections connections = new Connections();
  private final LongSupplier clock;
  private final Log log;
  private final Places places;
  private final ExecutorService workers;
  private final AtomicBoolean ending = new AtomicBoolean();

  /**
   * @param places how many syncs at the same time
   * @param clock seconds since the epoch
   */
  public Replicator(
      Schedule schedule,
      int places,
      Backoff backoff,
      SyncRunner runner,
      Journal journal,
      LongSupplier clock,
      Log log) {
    this.backoff = backoff;
    this.health = new DestinationHealth(backoff);
    this.queue = new ReplicatorQueue(schedule, journal, health);
    this.runner = runner;
    this.clock = clock;
    this.log = log;
    this.places = new Places(places);
    this.workers = Executors.newCachedThreadPool(task -> new Thread(task, "sync"));
  }

  public ReplicatorQueue queue() {
    return queue;
  }

  public Connections connections() {
    return connections;
  }

  /** Seconds since the epoch. */
  public long now() {
    return clock.getAsLong();
  }

  /** Goes on with what another process knew. */
  public void restore(Collection<QueueEntry> entries) {
    queue.restore(entries, now());
  }

  /** Adds the users whom the user database lists now, and reconsiders those left alone if asked. */
  public void scan(boolean reconsider) {
    try {
      if (reconsider) {
        queue.reconsider();
      }
      runner.users("*", queue::listed);
    } catch (IOException e) {
      log.error(
          "listing users failed, new users are found by their changes only: " + e.getMessage());
    }
  }

  /**
   * Goes on by other rules.
   *
   * @param most how many syncs at the same time
   */
  public void use(Schedule schedule, int most) {
    places.limit(most);
    queue.use(schedule);
  }

  /** Works until {@link #stop}. */
  public void run() throws InterruptedException {
    long last = now();
    while (!ending.get()) {
      long now = now();
      if (now < last - CLOCK_STEP) {
        log.warning("The clock has been set back by " + (last - now) + " seconds");
        queue.clockSetBack(new SetBack(now, last - now));
      }
      last = now;
      if (!places.take(LONGEST_WAIT_MILLIS)) {
        continue;
      }
      Optional<ReplicatorQueue.Run> next = queue.take(now());
      if (next.isPresent()) {
        workers.execute(() -> work(next.get()));
      } else {
        places.giveBack();
        queue.await(now(), LONGEST_WAIT_MILLIS);
      }
    }
  }

  /** Begins nothing more. */
  public void stop() {
    ending.set(true);
    queue.wake();
  }

  /** All users, as they are to be kept. */
  public List<QueueEntry> entries() {
    return queue.entries();
  }

  /**
   * Begins nothing more, and waits for what has begun.
   *
   * @param millis how long at most
   * @return whether all has ended
   */
  public boolean end(long millis) throws InterruptedException {
    stop();
    workers.shutdown();
    boolean ended = workers.awaitTermination(millis, TimeUnit.MILLISECONDS);
    queue.giveUp();
    return ended;
  }

  private void work(ReplicatorQueue.Run run) {
    int number = connections.take(run.entry().user());
    try {
      sync(run, number);
    } catch (RuntimeException e) {
      log.error(
          "A fault of this program while syncing "
              + run.entry().user()
              + ", please report it: "
              + e);
      failed(run, "a fault of this program: " + e);
    } finally {
      connections.release(number);
      places.giveBack();
      queue.wake();
    }
  }

  private void sync(ReplicatorQueue.Run run, int number) {
    List<String> destinations;
    Optional<SyncRunner.Subject> subject;
    try {
      subject = runner.find(run.entry().user());
      destinations = subject.isEmpty() ? List.of() : subject.get().destinations();
    } catch (IOException e) {
      log.error("Looking " + run.entry().user() + " up failed: " + e.getMessage());
      failed(run, e.getMessage());
      return;
    }
    if (destinations.isEmpty()) {
      log.debug(
          () -> run.entry().user() + (subject.isEmpty() ? " does not exist" : " is left alone"));
      queue.forget(run, subject.isPresent());
      return;
    }
    sync(run, subject.get(), destinations, number);
  }

  private void sync(
      ReplicatorQueue.Run run, SyncRunner.Subject subject, List<String> destinations, int number) {
    List<Replica> replicas = new ArrayList<>();
    boolean begun = false;
    for (String destination : destinations) {
      Replica known = run.entry().replica(destination);
      if (!isWanted(run, known)) {
        replicas.add(known);
        continue;
      }
      Trouble held = health.enter(destination, now());
      if (!held.isNone()) {
        replicas.add(known.waiting(held));
        continue;
      }
      begun = true;
      Optional<Replica> replica = sync(run, subject, known, number);
      if (replica.isEmpty()) {
        queue.forget(run, true);
        return;
      }
      replicas.add(replica.get());
    }
    boolean failed = replicas.stream().anyMatch(replica -> !replica.trouble().isNone());
    if (!begun) {
      queue.held(run, replicas, now());
    } else if (!failed || !ending.get()) {
      // What our own end has cut short is not the user's trouble, and is made again.
      queue.ended(run, Trouble.NONE, replicas, now());
    }
  }

  private void failed(ReplicatorQueue.Run run, String reason) {
    Trouble trouble = run.entry().trouble().again(now(), backoff, reason);
    queue.ended(run, trouble, run.entry().replicas(), now());
  }

  /** Others come through: then it is for a reason of this user's. */
  private boolean isOwnTrouble(ReplicatorQueue.Run run, Replica replica, SyncResult result) {
    String destination = replica.destination();
    if (!health.isFine(destination)) {
      return false;
    }
    return result.kind() == SyncResult.Kind.TURNED_AWAY
        ? health.turnsAwayAlone(run.entry().user(), destination)
        : !replica.trouble().isNone();
  }

  /** Empty if the other end says that the user is to be left alone. */
  private Optional<Replica> sync(
      ReplicatorQueue.Run run, SyncRunner.Subject subject, Replica replica, int number) {
    SyncOrder order = new SyncOrder(replica.destination(), replica.state(), run.full());
    connections.syncing(number, order);
    SyncResult result;
    try {
      result = subject.sync(order);
    } catch (RuntimeException e) {
      health.reached(replica.destination());
      throw e;
    }
    return after(run, replica, result);
  }

  /** If only time has asked for the sync, it concerns what has failed and is due again. */
  private boolean isWanted(ReplicatorQueue.Run run, Replica replica) {
    if (run.full() || run.change()) {
      return true;
    }
    Trouble trouble = replica.trouble();
    return trouble.isNone() ? !run.entry().trouble().isNone() : trouble.nextTry() <= now();
  }

  private Optional<Replica> after(ReplicatorQueue.Run run, Replica replica, SyncResult result) {
    String destination = replica.destination();
    boolean kept =
        result.kind() == SyncResult.Kind.UNREACHABLE
            || result.kind() == SyncResult.Kind.TURNED_AWAY;
    boolean own = kept && isOwnTrouble(run, replica, result);
    if (kept && !own) {
      Trouble trouble = health.unreachable(destination, now(), result.reason());
      // Others try it next: perhaps it is this user's trouble only.
      long nextTry = trouble.nextTry() + 1;
      return Optional.of(
          replica.with(
              new Trouble(replica.trouble().attempts() + 1, nextTry, result.reason(), true)));
    }
    if (!own && health.reached(destination)) {
      log.info(destination + " can be reached again");
      queue.release(destination, now());
    }
    return switch (result.kind()) {
      case LEFT_ALONE -> Optional.empty();
      case DONE -> {
        if (!replica.trouble().isNone()) {
          log.info(run.entry().user() + " is in sync with " + destination + " again");
        }
        yield Optional.of(replica.succeeded(result.state(), now()));
      }
      default ->
          Optional.of(replica.failed(replica.trouble().again(now(), backoff, result.reason())));
    };
  }
}
