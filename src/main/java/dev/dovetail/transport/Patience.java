package dev.dovetail.transport;

import java.io.Closeable;

/**
 * Gives up what takes too long in all, however busy the other end is with single bytes. Close it
 * when the work is done.
 */
public final class Patience implements Closeable {
  private final long seconds;
  private final Thread watch;
  private volatile boolean over;

  /**
   * @param seconds no limit if 0
   * @param giveUp makes a blocked call of another thread fail
   */
  public Patience(long seconds, Runnable giveUp) {
    this.seconds = seconds;
    watch = seconds == 0 ? null : new Thread(() -> watch(giveUp), "patience");
    if (watch != null) {
      watch.setDaemon(true);
      watch.start();
    }
  }

  private void watch(Runnable giveUp) {
    try {
      Thread.sleep(1000 * seconds);
    } catch (InterruptedException e) {
      return;
    }
    over = true;
    giveUp.run();
  }

  /** Whether the time was up before the work was done. */
  public boolean isOver() {
    return over;
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.interrupt();
    }
  }
}
