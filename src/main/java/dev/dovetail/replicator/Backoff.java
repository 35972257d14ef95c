package dev.dovetail.replicator;

import java.util.function.DoubleSupplier;

/**
 * How long to wait after failures: twice as long each time, from seconds to an hour, and never the
 * same for all.
 *
 * @param random from 0 to 1
 */
public record Backoff(DoubleSupplier random) {
  /** Seconds: the longest wait, before chance has its say. */
  public static final long LONGEST = 3600;

  private static final long FIRST = 5;
  private static final double SPREAD = 0.2;

  /**
   * @param attempts that have failed; at least 1
   */
  public long seconds(int attempts) {
    long plain = Math.min(FIRST << Math.min(attempts - 1, 20), LONGEST);
    double factor = 1 - SPREAD + 2 * SPREAD * random.getAsDouble();
    return Math.max(1, Math.round(plain * factor));
  }
}
