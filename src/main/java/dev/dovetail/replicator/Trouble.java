package dev.dovetail.replicator;

/**
 * That something has failed, and when it is tried again.
 *
 * @param attempts that have failed in a row; 0 for no trouble
 * @param nextTry seconds since the epoch
 * @param reason one line for the admin
 * @param ofHost whether it is that of everybody with this destination, who wait for each other's
 *     attempts, and ends with the first that succeeds
 */
public record Trouble(int attempts, long nextTry, String reason, boolean ofHost) {
  /** Everything is well. */
  public static final Trouble NONE = new Trouble(0, 0, "");

  private static final int MAX_REASON = 500;

  public Trouble {
    reason = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) + "..." : reason;
  }

  /** One user's. */
  public Trouble(int attempts, long nextTry, String reason) {
    this(attempts, nextTry, reason, false);
  }

  public boolean isNone() {
    return attempts == 0;
  }

  /** One more attempt has failed. */
  Trouble again(long now, Backoff backoff, String why) {
    return new Trouble(attempts + 1, now + backoff.seconds(attempts + 1), why);
  }

  /** The same, tried again no later than this. */
  Trouble notAfter(long time) {
    return triedAt(Math.min(nextTry, time));
  }

  /** The same, tried again no earlier than this. */
  Trouble notBefore(long time) {
    return triedAt(Math.max(nextTry, time));
  }

  Trouble triedAt(long time) {
    return time == nextTry ? this : new Trouble(attempts, time, reason, ofHost);
  }
}
