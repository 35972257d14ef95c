package dev.dovetail.wire;

import dev.dovetail.os.Alarm;
import java.util.concurrent.TimeUnit;

/**
 * Ends a session in which somebody waits for the peer and no byte has moved for too long. Time
 * spent in work of our own does not count: each wait starts the clock anew, as each byte does.
 */
final class StallWatch {
  private static final long NO_LIMIT = Long.MAX_VALUE;

  private final Runnable abort;
  private int waiting;
  private volatile long lastActivity;
  private Alarm alarm;
  private boolean closed;
  private volatile boolean stalled;
  private long limitNanos;

  /**
   * @param timeoutSeconds no limit if 0 or less
   */
  StallWatch(long timeoutSeconds, Runnable abort) {
    this.limitNanos = timeoutSeconds <= 0 ? NO_LIMIT : TimeUnit.SECONDS.toNanos(timeoutSeconds);
    this.abort = abort;
  }

  /**
   * Before a read or write that may block.
   *
   * @param counts whether it is part of the session; not what is sent while that stands still
   */
  synchronized void enter(boolean counts) {
    if (counts || waiting == 0) {
      lastActivity = System.nanoTime();
    }
    waiting++;
    startIfNeeded();
  }

  private void startIfNeeded() {
    if (alarm == null && waiting > 0 && limitNanos != NO_LIMIT) {
      lookIn(limitNanos);
    }
  }

  private void lookIn(long nanos) {
    if (!closed) {
      alarm = Alarm.after(nanos, "dsync stall watch", this::look);
    }
  }

  /** After it. */
  synchronized void leave(boolean counts) {
    waiting--;
    if (counts) {
      lastActivity = System.nanoTime();
    }
  }

  boolean stalled() {
    return stalled;
  }

  /** From now on nothing may take longer than {@code seconds}. */
  synchronized void shorten(long seconds) {
    long nanos = TimeUnit.SECONDS.toNanos(seconds);
    if (nanos < limitNanos) {
      limitNanos = nanos;
      if (alarm != null) {
        alarm.close();
        lookIn(nanos);
      }
      startIfNeeded();
    }
  }

  synchronized long limitSeconds() {
    return TimeUnit.NANOSECONDS.toSeconds(limitNanos);
  }

  synchronized void close() {
    closed = true;
    if (alarm != null) {
      alarm.close();
    }
  }

  private void look() {
    if (hasStalled()) {
      abort.run();
    }
  }

  /** If not, it looks again when it could have. */
  private synchronized boolean hasStalled() {
    long left = limitNanos - (System.nanoTime() - lastActivity);
    stalled = waiting > 0 && left <= 0 && !closed;
    if (!stalled) {
      // Not woken by waits and bytes, which are many.
      lookIn(left > 0 ? left : limitNanos);
    }
    return stalled;
  }
}
