package dev.dovetail.replicator;

import java.util.ArrayList;
import java.util.List;

/** A user's place in the queue. Not thread-safe. */
final class QueueSlot implements Comparable<QueueSlot> {
  QueueEntry entry;

  /** As it was before the sync that runs; null if none does. */
  QueueEntry before;

  /** Until when the destinations are known to be down; 0 if they are not. */
  long heldUntil;

  /** The key by which the slot is in the order. */
  long due;

  /** They wait for a sync that begins later than they came. */
  List<Waiter> waiters = new ArrayList<>(0);

  /** They wait for the end of the sync that runs. */
  List<Waiter> answered = new ArrayList<>(0);

  QueueSlot(QueueEntry entry) {
    this.entry = entry;
  }

  boolean isRunning() {
    return before != null;
  }

  /** As it is if the sync that runs is cut short: it is made again. */
  QueueEntry lasting() {
    return before == null ? entry : before;
  }

  @Override
  public int compareTo(QueueSlot other) {
    int byDue = Long.compare(due, other.due);
    return byDue != 0 ? byDue : entry.user().compareTo(other.entry.user());
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  /** All who wait learn that there is nothing more to wait for. */
  void giveUp() {
    waiters.forEach(waiter -> waiter.ended(false));
    answered.forEach(waiter -> waiter.ended(false));
    waiters.clear();
    answered.clear();
  }
}
