package dev.dovetail.transport;

import dev.dovetail.os.Alarm;
import java.io.Closeable;
import java.util.concurrent.TimeUnit;

/**
 * Gives up what takes too long in all, however busy the other end is with single bytes. Close it
 * when the work is done.
 */
public final class Patience implements Closeable {
  private final Alarm alarm;
  private volatile boolean over;

  /**
   * @param seconds no limit if 0
   * @param giveUp makes a blocked call of another thread fail
   */
  public Patience(long seconds, Runnable giveUp) {
    alarm =
        seconds == 0
            ? null
            : Alarm.after(
                TimeUnit.SECONDS.toNanos(seconds),
                "patience",
                () -> {
                  over = true;
                  giveUp.run();
                });
  }

  /** Whether the time was up before the work was done. */
  public boolean isOver() {
    return over;
  }

  @Override
  public void close() {
    if (alarm != null) {
      alarm.close();
    }
  }
}
