package dev.dovetail.replicator;

import java.util.concurrent.TimeUnit;

/** How many syncs run at the same time at most; that can change at any time. Thread-safe. */
final class Places {
  private int most;
  private int taken;

  /**
   * @param most at least 1
   */
  Places(int most) {
    this.most = most;
  }

  /** Takes one. Returns false if none has become free in so long. */
  synchronized boolean take(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = millis;
        taken >= most && left > 0;
        left = (end - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
    boolean free = taken < most;
    if (free) {
      taken++;
    }
    return free;
  }

  synchronized void giveBack() {
    taken--;
    notifyAll();
  }

  /** What has begun beyond that ends by itself. */
  synchronized void limit(int number) {
    most = number;
    notifyAll();
  }
}
