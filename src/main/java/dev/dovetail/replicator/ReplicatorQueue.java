package dev.dovetail.replicator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Who is synced next, and who is being synced: each user once at a time, and once more if something
 * changes meanwhile (doveadm-interfaces 4.4). Times are seconds since the epoch. Thread-safe.
 */
public final class ReplicatorQueue {
  private final Journal journal;
  private final DestinationHealth health;
  private final Map<String, QueueSlot> slots = new HashMap<>();
  private final TreeSet<QueueSlot> order = new TreeSet<>();
  private final Set<String> leftAlone = new HashSet<>();
  private Schedule schedule;
  private boolean news;

  ReplicatorQueue(Schedule schedule, Journal journal, DestinationHealth health) {
    this.schedule = schedule;
    this.journal = journal;
    this.health = health;
  }

  /**
   * A sync that has been taken out of the queue.
   *
   * @param entry as it was before
   * @param change whether somebody has asked for it, or else only time has
   */
  record Run(QueueEntry entry, boolean full, boolean change) {}

  /**
   * Takes over what was known before this process began; none of it is news for the journal. All
   * are synced once, after those whose change is known: nobody has told of changes meanwhile.
   */
  synchronized void restore(Collection<QueueEntry> entries, long now) {
    for (QueueEntry entry : entries) {
      QueueSlot slot = new QueueSlot(entry.notAfter(now).raised(Priority.LOW, now));
      QueueSlot known = slots.put(entry.user(), slot);
      if (known != null) {
        order.remove(known);
      }
      place(slot);
    }
    wake();
  }

  /** Adds a user whom the user database lists, if they are new. */
  synchronized void listed(String user) {
    if (!leftAlone.contains(user)) {
      slot(user);
    }
  }

  /** What was left alone by configuration is looked at again when it is listed next. */
  synchronized void reconsider() {
    leftAlone.clear();
  }

  /** Something has changed at this host. */
  public synchronized void changed(String user, Priority priority, long now) {
    QueueSlot slot = slot(user);
    update(slot, entry -> entry.raised(priority, now));
  }

  /** Somebody waits until a sync that has not begun yet has ended. */
  public synchronized void awaited(String user, Waiter waiter, long now) {
    changed(user, Priority.SYNC, now);
    slots.get(user).waiters.add(waiter);
  }

  /**
   * The admin wants these users synced, and knows perhaps that a host is back. Returns how many
   * there are.
   */
  public synchronized int replicate(
      Predicate<String> users, Priority priority, boolean full, long now) {
    int count = 0;
    for (QueueSlot slot : slots.values()) {
      if (users.test(slot.entry.user())) {
        if (priority != Priority.NONE) {
          tryAtOnce(slot, now);
        }
        update(
            slot,
            entry -> full ? entry.raised(priority, now).forcedFull() : entry.raised(priority, now));
        count++;
      }
    }
    return count;
  }

  private void tryAtOnce(QueueSlot slot, long now) {
    for (Replica replica : slot.entry.replicas()) {
      health.tryAtOnce(replica.destination(), now);
    }
    if (!slot.isRunning()) {
      letGo(slot, destination -> true, now);
    }
    wake();
  }

  private void letGo(QueueSlot slot, Predicate<String> destinations, long now) {
    order.remove(slot);
    slot.heldUntil = 0;
    slot.entry = slot.entry.released(destinations, now);
    place(slot);
  }

  /** Adds a user if there is none of this name. */
  public synchronized void add(String user) {
    slot(user);
  }

  /** Forgets a user. Returns whether there was one. */
  public synchronized boolean remove(String user) {
    QueueSlot slot = slots.remove(user);
    if (slot == null) {
      return false;
    }
    order.remove(slot);
    slot.giveUp();
    journal.removed(user);
    return true;
  }

  /** The other host has just synced this user. */
  public synchronized void syncedByOther(String user, boolean full, String state, long now) {
    QueueSlot slot = slot(user);
    update(slot, entry -> entry.syncedByOther(full, state, now));
  }

  private QueueSlot slot(String user) {
    QueueSlot slot = slots.get(user);
    if (slot == null) {
      slot = new QueueSlot(QueueEntry.untried(user));
      slots.put(user, slot);
      leftAlone.remove(user);
      place(slot);
      journal.changed(slot.entry);
      wake();
    }
    return slot;
  }

  private void update(QueueSlot slot, UnaryOperator<QueueEntry> change) {
    QueueEntry changed = change.apply(slot.entry);
    if (changed.equals(slot.entry)) {
      return;
    }
    order.remove(slot);
    slot.entry = changed;
    if (slot.isRunning()) {
      slot.before = change.apply(slot.before);
    } else {
      place(slot);
    }
    journal.changed(slot.lasting());
    wake();
  }

  private void place(QueueSlot slot) {
    slot.due = Math.max(schedule.due(slot.entry), slot.heldUntil);
    order.add(slot);
  }

  /** The next user whose time has come; empty if there is none. */
  synchronized Optional<Run> take(long now) {
    while (!order.isEmpty() && order.first().due <= now) {
      QueueSlot slot = order.pollFirst();
      slot.heldUntil = heldUntil(slot.entry, now);
      if (slot.heldUntil <= now) {
        return Optional.of(start(slot, now));
      }
      place(slot);
    }
    return Optional.empty();
  }

  /** 0 unless none of the destinations can be reached. */
  private long heldUntil(QueueEntry entry, long now) {
    long until = Long.MAX_VALUE;
    for (Replica replica : entry.replicas()) {
      Trouble trouble = health.troubleOf(replica.destination(), now);
      until = Math.min(until, trouble.isNone() ? 0 : trouble.nextTry());
    }
    return until == Long.MAX_VALUE ? 0 : until;
  }

  private Run start(QueueSlot slot, long now) {
    QueueEntry before = slot.entry;
    boolean full = schedule.isFull(before, now);
    // Not for the journal: a sync that a crash cuts short is made again.
    slot.entry = before.started(now, full);
    slot.before = before;
    slot.answered = slot.waiters;
    slot.waiters = new ArrayList<>(0);
    return new Run(before, full, before.priority() != Priority.NONE || before.forceFull());
  }

  /**
   * A sync has ended.
   *
   * @param replicas what is known of the destinations now
   */
  synchronized void ended(Run run, Trouble trouble, List<Replica> replicas, long now) {
    QueueSlot slot = slots.get(run.entry().user());
    if (slot == null || !slot.isRunning()) {
      return;
    }
    boolean success = trouble.isNone() && replicas.stream().allMatch(r -> r.trouble().isNone());
    slot.before = null;
    Optional<Long> end = success ? Optional.of(now) : Optional.empty();
    // Meanwhile a host may be back whose probe this user has met, or the clock set back.
    slot.entry =
        slot.entry.ended(trouble, replicas, end).released(health::isFine, now).notAfter(now);
    place(slot);
    journal.changed(slot.entry);
    slot.answered.forEach(waiter -> waiter.ended(success));
    slot.answered.clear();
    wake();
  }

  /** No destination is to be tried now, so that none of the sync has begun. */
  synchronized void held(Run run, List<Replica> replicas, long now) {
    QueueSlot slot = slots.get(run.entry().user());
    if (slot != null && slot.isRunning()) {
      slot.entry = slot.entry.notBegun(slot.before);
    }
    ended(run, Trouble.NONE, replicas, now);
  }

  /** The user turned out not to exist, or is not to be replicated: comes back when it is news. */
  synchronized void forget(Run run, boolean leave) {
    QueueSlot slot = slots.get(run.entry().user());
    if (slot == null || !slot.isRunning()) {
      return;
    }
    boolean news = slot.entry.priority() != Priority.NONE;
    remove(run.entry().user());
    if (leave) {
      leftAlone.add(run.entry().user());
    } else if (news) {
      // Perhaps made just now.
      add(run.entry().user());
    }
  }

  /** A host can be reached again: those who waited for it need not. */
  synchronized void release(String destination, long now) {
    String place = DestinationHealth.place(destination);
    Predicate<String> there = other -> DestinationHealth.place(other).equals(place);
    for (QueueSlot slot : slots.values()) {
      boolean concerned = slot.entry.replicas().stream().map(Replica::destination).anyMatch(there);
      // For who is being synced now, see the end of it.
      if (concerned && !slot.isRunning()) {
        letGo(slot, there, now);
      }
    }
    wake();
  }

  /** The clock has been set back: nobody waits for the old time to come again. */
  synchronized void clockSetBack(SetBack clock) {
    health.clockSetBack(clock);
    for (QueueSlot slot : slots.values()) {
      slot.heldUntil = 0;
      slot.entry = slot.entry.afterSettingBack(clock);
      if (slot.isRunning()) {
        slot.before = slot.before.afterSettingBack(clock);
      }
    }
    placeAll();
  }

  /** Goes on by other rules. */
  synchronized void use(Schedule other) {
    schedule = other;
    placeAll();
  }

  private void placeAll() {
    order.clear();
    for (QueueSlot slot : slots.values()) {
      if (!slot.isRunning()) {
        place(slot);
      }
    }
    wake();
  }

  /** Waits until something changes, somebody is due, or so long. */
  synchronized void await(long now, long mostMillis) throws InterruptedException {
    long millis = mostMillis;
    if (!order.isEmpty()) {
      millis = Math.min(millis, Math.max(1, 1000 * (order.first().due - now)));
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = millis; left > 0 && !news; left = (end - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
    news = false;
  }

  /** Ends a wait, the next one if there is none. */
  public synchronized void wake() {
    news = true;
    notifyAll();
  }

  /** Nobody will answer those who wait any more. */
  synchronized void giveUp() {
    slots.values().forEach(QueueSlot::giveUp);
  }

  /** All users, for the store. */
  synchronized List<QueueEntry> entries() {
    List<QueueEntry> entries = new ArrayList<>(slots.size());
    slots.values().forEach(slot -> entries.add(slot.lasting()));
    return entries;
  }

  /** What is known of the users who match. */
  public synchronized List<QueueStatus> status(Predicate<String> users) {
    List<QueueStatus> found = new ArrayList<>();
    for (QueueSlot slot : slots.values()) {
      if (users.test(slot.entry.user())) {
        long due = Math.max(schedule.due(slot.entry), slot.heldUntil);
        found.add(new QueueStatus(slot.entry, slot.isRunning(), due));
      }
    }
    return found;
  }
}
