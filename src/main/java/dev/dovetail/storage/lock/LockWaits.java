package dev.dovetail.storage.lock;

/**
 * How long to wait for the locks of a store: the usual times, or less.
 *
 * @param limitSeconds {@code mail_max_lock_timeout}; 0 for no limit
 */
public record LockWaits(long limitSeconds) {

  /** The usual times. */
  public static final LockWaits USUAL = new LockWaits(0);

  /** The seconds to wait for a lock for which {@code usualSeconds} are usual. */
  public long seconds(long usualSeconds) {
    return limitSeconds == 0 ? usualSeconds : Math.min(limitSeconds, usualSeconds);
  }

  /** The moment until which to wait. */
  public Deadline deadline(long usualSeconds) {
    return Deadline.inSeconds(seconds(usualSeconds));
  }
}
