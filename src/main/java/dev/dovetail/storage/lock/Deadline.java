package dev.dovetail.storage.lock;

import dev.dovetail.storage.LockTimeoutException;

/** A moment until which somebody waits for a lock, asking again and again in growing intervals. */
public final class Deadline {
  private static final long NANOS = 1_000_000_000L;
  private static final long FIRST_PAUSE_MILLIS = 1;
  private static final long LONGEST_PAUSE_MILLIS = 50;

  private final long start = System.nanoTime();
  private final long waitNanos;
  private long pauseMillis = FIRST_PAUSE_MILLIS;

  private Deadline(long waitNanos) {
    this.waitNanos = waitNanos;
  }

  /** From now on; what is not positive has passed at once. */
  public static Deadline inSeconds(long seconds) {
    return new Deadline(Math.max(0, Math.min(seconds, Long.MAX_VALUE / NANOS)) * NANOS);
  }

  /** Not negative. */
  public long remainingNanos() {
    return Math.max(0, waitNanos - (System.nanoTime() - start));
  }

  /**
   * Sleeps a little before the next try.
   *
   * @param held what is waited for and what to do about it, for the message
   * @throws LockTimeoutException if the time is over, or the thread is interrupted
   */
  public void pause(String held) throws LockTimeoutException {
    long remaining = remainingNanos();
    if (remaining == 0) {
      throw timeout(held);
    }
    try {
      Thread.sleep(Math.min(pauseMillis, 1 + remaining / 1_000_000));
    } catch (InterruptedException e) {
      throw interrupted(held);
    }
    pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
  }

  LockTimeoutException timeout(String held) {
    return new LockTimeoutException(
        waitNanos == 0
            ? held
            : "Waited " + waitNanos / NANOS + " seconds for a lock and gave up: " + held);
  }

  LockTimeoutException interrupted(String held) {
    Thread.currentThread().interrupt();
    return new LockTimeoutException("Interrupted while waiting for a lock: " + held);
  }
}
