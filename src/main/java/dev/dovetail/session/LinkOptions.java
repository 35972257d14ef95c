package dev.dovetail.session;

/**
 * How a link is watched.
 *
 * @param timeout {@code -T}: seconds without progress before giving up; 0 for no limit
 * @param rawlog {@code -r}: a file for a copy of the stream; empty for none. Relative to the user's
 *     home
 * @param otherHost whether it leads to another machine
 */
public record LinkOptions(long timeout, String rawlog, boolean otherHost) {

  /** Seconds without progress before a sync is given up, without {@code -T}. */
  public static final long DEFAULT_TIMEOUT = 600;
}
