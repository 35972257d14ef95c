package dev.dovetail.replicator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

/**
 * A user of the replicator. Times are seconds since the epoch, 0 for never; that of a sync is that
 * of its beginning (doveadm-interfaces 4.4).
 *
 * @param lastUpdate when the priority was last raised
 * @param lastFast the last sync of any kind
 * @param lastFull the last sync that looked at everything
 * @param lastSuccess the end of the last sync that reached all destinations
 * @param forceFull whether the next sync shall look at everything
 * @param trouble that is the user's and no destination's, such as a failed look-up
 * @param replicas in the order of the configuration, as it was at the last sync
 */
public record QueueEntry(
    String user,
    Priority priority,
    long lastUpdate,
    long lastFast,
    long lastFull,
    long lastSuccess,
    boolean forceFull,
    Trouble trouble,
    List<Replica> replicas) {

  public QueueEntry {
    replicas = List.copyOf(replicas);
  }

  /** A user of whom nothing is known yet. */
  public static QueueEntry untried(String user) {
    return new QueueEntry(user, Priority.NONE, 0, 0, 0, 0, false, Trouble.NONE, List.of());
  }

  /** Whether the last sync has failed, as far as it has not succeeded since. */
  public boolean failed() {
    boolean failed = !trouble.isNone();
    for (Replica replica : replicas) {
      failed |= !replica.trouble().isNone();
    }
    return failed;
  }

  /** Seconds since the epoch of the next attempt at what has failed; 0 if nothing has. */
  long nextTry() {
    long next = trouble.isNone() ? Long.MAX_VALUE : trouble.nextTry();
    for (Replica replica : replicas) {
      if (!replica.trouble().isNone()) {
        next = Math.min(next, replica.trouble().nextTry());
      }
    }
    return next == Long.MAX_VALUE ? 0 : next;
  }

  /** Whether nothing about the user works. */
  boolean failedAltogether() {
    boolean all = !replicas.isEmpty();
    for (Replica replica : replicas) {
      all &= !replica.trouble().isNone();
    }
    return all || !trouble.isNone();
  }

  /** What is known of a destination; a state without one belongs to the first that asks. */
  Replica replica(String destination) {
    Replica unnamed = null;
    for (Replica replica : replicas) {
      if (replica.destination().equals(destination)) {
        return replica;
      }
      unnamed = replica.destination().isEmpty() ? replica : unnamed;
    }
    return unnamed == null ? Replica.untried(destination) : unnamed.to(destination);
  }

  /** Raises the priority; never lowers it. */
  QueueEntry raised(Priority wanted, long now) {
    return wanted.compareTo(priority) <= 0
        ? this
        : new QueueEntry(
            user, wanted, now, lastFast, lastFull, lastSuccess, forceFull, trouble, replicas);
  }

  QueueEntry forcedFull() {
    return new QueueEntry(
        user, priority, lastUpdate, lastFast, lastFull, lastSuccess, true, trouble, replicas);
  }

  QueueEntry started(long now, boolean full) {
    return new QueueEntry(
        user,
        Priority.NONE,
        lastUpdate,
        now,
        full ? now : lastFull,
        lastSuccess,
        false,
        trouble,
        replicas);
  }

  /** What {@link #started} has changed is taken back, but for the priority. */
  QueueEntry notBegun(QueueEntry before) {
    return new QueueEntry(
        user,
        priority,
        lastUpdate,
        before.lastFast,
        before.lastFull,
        lastSuccess,
        forceFull || before.forceFull,
        trouble,
        replicas);
  }

  QueueEntry ended(Trouble ownTrouble, List<Replica> after, Optional<Long> success) {
    return new QueueEntry(
        user,
        priority,
        lastUpdate,
        lastFast,
        lastFull,
        success.orElse(lastSuccess),
        forceFull,
        ownTrouble,
        after);
  }

  /** The other host has just synced this user, so that it need not be done here. */
  QueueEntry syncedByOther(boolean full, String state, long now) {
    List<Replica> after = new ArrayList<>(replicas);
    if (!state.isEmpty() && after.size() == 1) {
      Replica only = after.get(0);
      after.set(0, new Replica(only.destination(), state, only.lastSuccess(), only.trouble()));
    }
    return new QueueEntry(
        user, priority, now, now, full ? now : lastFull, lastSuccess, forceFull, trouble, after);
  }

  /** As it is if the clock shows this time: what is to come by it has not been. */
  QueueEntry notAfter(long now) {
    return atTimes(time -> Math.min(time, now), next -> Math.min(next, now + Backoff.LONGEST));
  }

  QueueEntry afterSettingBack(SetBack clock) {
    return atTimes(clock, clock);
  }

  private QueueEntry atTimes(LongUnaryOperator past, LongUnaryOperator coming) {
    List<Replica> after = new ArrayList<>();
    for (Replica replica : replicas) {
      after.add(
          new Replica(
              replica.destination(),
              replica.state(),
              past.applyAsLong(replica.lastSuccess()),
              replica.trouble().triedAt(coming.applyAsLong(replica.trouble().nextTry()))));
    }
    return new QueueEntry(
        user,
        priority,
        past.applyAsLong(lastUpdate),
        past.applyAsLong(lastFast),
        past.applyAsLong(lastFull),
        past.applyAsLong(lastSuccess),
        forceFull,
        trouble.triedAt(coming.applyAsLong(trouble.nextTry())),
        after);
  }

  /** As it is if nobody waits for these hosts any more. */
  QueueEntry released(Predicate<String> destinations, long now) {
    List<Replica> after = new ArrayList<>();
    for (Replica replica : replicas) {
      after.add(destinations.test(replica.destination()) ? replica.released(now) : replica);
    }
    return new QueueEntry(
        user, priority, lastUpdate, lastFast, lastFull, lastSuccess, forceFull, trouble, after);
  }
}
