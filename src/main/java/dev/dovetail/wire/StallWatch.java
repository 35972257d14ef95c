package dev.dovetail.wire;

import java.util.concurrent.TimeUnit;

/**
 * Ends a session in which somebody waits for the peer and no byte has moved for too long. Time
 * spent in work of our own does not count: each wait starts the clock anew, as each byte does. Its
 * thread is started by the first wait.
 */
final class StallWatch {
  private static final long NO_LIMIT = Long.MAX_VALUE;

  private final Runnable abort;
  private int waiting;
  private volatile long lastActivity;
  private boolean started;
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
    if (!started && waiting > 0 && limitNanos != NO_LIMIT) {
      started = true;
      Thread thread =
          new Thread("dsync stall watch") {
            @Override
            public void run() {
              watch();
            }
          };
      thread.setDaemon(true);
      thread.start();
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
      startIfNeeded();
      notifyAll();
    }
  }

  synchronized long limitSeconds() {
    return TimeUnit.NANOSECONDS.toSeconds(limitNanos);
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  private void watch() {
    if (waitForStall()) {
      abort.run();
    }
  }

  /** Returns false if the watch was closed before anything stalled. */
  private synchronized boolean waitForStall() {
    try {
      while (!closed) {
        long left = limitNanos - (System.nanoTime() - lastActivity);
        if (waiting > 0 && left <= 0) {
          stalled = true;
          return true;
        }
        // Not woken by waits and bytes, which are many: it looks again when the time is over.
        long sleep = left > 0 ? left : limitNanos;
        TimeUnit.NANOSECONDS.timedWait(this, sleep + 1_000_000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
