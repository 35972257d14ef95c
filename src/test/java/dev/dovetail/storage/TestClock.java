package dev.dovetail.storage;

import java.util.function.LongSupplier;

/** Seconds since the epoch, as the test wants them. */
public final class TestClock implements LongSupplier {
  private long now;

  public TestClock(long start) {
    now = start;
  }

  @Override
  public synchronized long getAsLong() {
    return now;
  }

  public synchronized void advance(long seconds) {
    now += seconds;
  }

  public synchronized void set(long seconds) {
    now = seconds;
  }
}
