package dev.dovetail.wire;

import java.util.concurrent.TimeUnit;

/**
 * Ends a session in which somebody waits for the peer and no byte has moved for too long. Time
 * spent in work of our own does not count: each wait starts the clock anew, as each byte does. Its
 * thread is started by the first wait.
 */
final class StallWatch {
  private final long timeoutNanos;
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
    this.timeoutNanos = TimeUnit.SECONDS.toNanos(timeoutSeconds);
    this.limitNanos = timeoutNanos;
    this.abort = abort;
  }

  /** Before a read or write that may block. */
  synchronized void enter() {
    waiting++;
    lastActivity = System.nanoTime();
    if (!started && timeoutNanos > 0) {
      started = true;
      Thread thread = new Thread(this::watch, "dsync stall watch");
      thread.setDaemon(true);
      thread.start();
    } else if (waiting == 1) {
      notifyAll();
    }
  }

  /** After it. */
  synchronized void leave() {
    waiting--;
    lastActivity = System.nanoTime();
  }

  boolean stalled() {
    return stalled;
  }

  /** From now on nothing may take longer than {@code seconds}. */
  synchronized void shorten(long seconds) {
    long nanos = TimeUnit.SECONDS.toNanos(seconds);
    if (timeoutNanos > 0 && nanos < limitNanos) {
      limitNanos = nanos;
      notifyAll();
    }
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
        if (waiting == 0) {
          wait();
        } else if (left > 0) {
          TimeUnit.NANOSECONDS.timedWait(this, left + 1_000_000);
        } else {
          stalled = true;
          return true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
