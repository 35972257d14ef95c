package dev.dovetail.replicator;

/**
 * When a user is synced next: the rules of Dovecot 2.3.20 (doveadm-interfaces 4.4).
 *
 * <p>Deviation: what has failed is tried again after seconds first, and after an hour at last.
 *
 * @param fullInterval {@code replication_full_sync_interval}, in seconds
 */
public record Schedule(long fullInterval) {
  private static final long LOW_LEAD = 900;
  private static final long HIGH_LEAD = 1800;
  private static final long SYNC_LEAD = 2700;

  /** Seconds between two attempts at least, if changes come while nothing works. */
  private static final long LEAST_PAUSE = 15;

  /**
   * The user with the smallest is next, and is synced as soon as the clock has reached it.
   *
   * @return seconds since the epoch
   */
  public long due(QueueEntry entry) {
    if (entry.priority() == Priority.NONE) {
      if (entry.failedAltogether()) {
        return entry.nextTry();
      }
      return entry.failed() ? Math.min(entry.nextTry(), nextFull(entry)) : nextFull(entry);
    }
    long due = dueByPriority(entry);
    if (entry.failedAltogether()) {
      long pause = entry.priority() == Priority.SYNC ? 1 : LEAST_PAUSE;
      due = Math.max(due, Math.min(entry.nextTry(), entry.lastFast() + pause));
    }
    return due;
  }

  private static long dueByPriority(QueueEntry entry) {
    boolean never = entry.lastFast() == 0;
    return switch (entry.priority()) {
      case SYNC -> never ? 0 : entry.lastUpdate() - SYNC_LEAD;
      case HIGH -> never ? 1 : entry.lastUpdate() - HIGH_LEAD;
      default -> never ? 2 : entry.lastUpdate() - LOW_LEAD;
    };
  }

  private long nextFull(QueueEntry entry) {
    return entry.lastFull() + fullInterval;
  }

  /** Whether a sync that begins now looks at everything. */
  public boolean isFull(QueueEntry entry, long now) {
    return entry.forceFull() || nextFull(entry) <= now;
  }
}
