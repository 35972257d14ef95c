package dev.dovetail.os;

import java.io.Closeable;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Does something when a time is up, unless it is closed before. All alarms wait on one thread; one
 * that rings gets a thread of its own, so none holds up another.
 */
public final class Alarm implements Closeable {
  private static final ScheduledThreadPoolExecutor CLOCK = clock();

  private final Future<?> ringing;

  private Alarm(Future<?> ringing) {
    this.ringing = ringing;
  }

  private static ScheduledThreadPoolExecutor clock() {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(1, waiting -> daemon(waiting, "alarms"));
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Sets one.
   *
   * @param name of the thread that does it
   */
  public static Alarm after(long nanos, String name, Runnable action) {
    return new Alarm(
        CLOCK.schedule(() -> daemon(action, name).start(), nanos, TimeUnit.NANOSECONDS));
  }

  /** What it has begun to do it does to the end. */
  @Override
  public void close() {
    ringing.cancel(false);
  }
}
