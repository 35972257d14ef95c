package dev.dovetail.replicator;

/**
 * How a sync has ended.
 *
 * @param state to go on from next time; empty unless it is {@code DONE}
 * @param reason one line for the admin; empty if it is {@code DONE}
 */
public record SyncResult(Kind kind, String state, String reason) {

  /** What follows from it. */
  public enum Kind {
    /** Both ends have the same. */
    DONE,
    /** This user's sync has failed; that of another may work. */
    FAILED,
    /** The destination has not said a word: nobody's sync would work. */
    UNREACHABLE,
    /** The destination lets nobody in by what this user has to show, such as a password. */
    TURNED_AWAY,
    /** The user is not to be replicated, says the other end. */
    LEFT_ALONE
  }

  public static SyncResult done(String state) {
    return new SyncResult(Kind.DONE, state, "");
  }

  public static SyncResult failed(String reason) {
    return new SyncResult(Kind.FAILED, "", reason);
  }

  public static SyncResult unreachable(String reason) {
    return new SyncResult(Kind.UNREACHABLE, "", reason);
  }

  public static SyncResult turnedAway(String reason) {
    return new SyncResult(Kind.TURNED_AWAY, "", reason);
  }

  public static SyncResult leftAlone() {
    return new SyncResult(Kind.LEFT_ALONE, "", "");
  }
}
