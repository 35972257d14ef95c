package dev.dovetail.wire;

import dev.dovetail.os.Alarm;
import java.util.concurrent.TimeUnit;

/**
 * Ends a session in which the peer was waited for too long without progress. Progress is a record
 * that has come, something that was sent, or {@link #BYTES_A_SECOND} of a record that is still on
 * its way; single bytes are none. Time spent in work of our own does not count.
 */
final class StallWatch {
  /** Slower than any line; a peer that dribbles is slower still. */
  private static final int BYTES_A_SECOND = 256;

  /** Enough for any time. No smaller than what is usually sent at once. */
  private static final int MOST_BYTES = 128 * 1024;

  private static final long NO_LIMIT = Long.MAX_VALUE;

  private final Runnable abort;
  private int waiting;

  /** When the first of those began who wait. */
  private long waitingSince;

  /** What was waited since the last progress, by those who wait no more. */
  private long waitedNanos;

  /** What came since then. */
  private long dribble;

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

  /** Before a read or write that may block. */
  synchronized void enter() {
    if (waiting++ == 0) {
      waitingSince = System.nanoTime();
    }
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
  synchronized void leave() {
    if (--waiting == 0) {
      waitedNanos += System.nanoTime() - waitingSince;
    }
  }

  /** So many bytes have come, of a record or of several. */
  synchronized void came(int bytes) {
    dribble += bytes;
    if (dribble >= bytesInTime()) {
      progress();
    }
  }

  /** A whole record has come, or something was sent. */
  synchronized void progress() {
    dribble = 0;
    waitedNanos = 0;
    if (waiting > 0) {
      waitingSince = System.nanoTime();
    }
  }

  /** What must move within the limit; more than that at once could be a wait without progress. */
  synchronized int bytesInTime() {
    return (int) Math.min(MOST_BYTES, Math.max(1, limitSeconds()) * BYTES_A_SECOND);
  }

  boolean stalled() {
    return stalled;
  }

  /** What is wrong with the peer of a stalled session. */
  synchronized String complaint() {
    String what =
        dribble == 0
            ? "no activity for "
            : "only " + dribble + (dribble == 1 ? " byte" : " bytes") + " and no whole record in ";
    return "I/O has stalled, " + what + limitSeconds() + " seconds";
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

  private long limitSeconds() {
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
    long now = waiting > 0 ? System.nanoTime() - waitingSince : 0;
    long left = limitNanos - waitedNanos - now;
    stalled = waiting > 0 && left <= 0 && !closed;
    if (!stalled) {
      // Not woken by waits and bytes, which are many.
      lookIn(left > 0 ? left : limitNanos);
    }
    return stalled;
  }
}
