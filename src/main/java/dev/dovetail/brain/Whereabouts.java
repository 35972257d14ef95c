package dev.dovetail.brain;

import dev.dovetail.mail.Guid128;

/**
 * What the initiator knows of the places of the two ends.
 *
 * @param store where its mail is, in a way that no two places share; null if that is not known
 * @param otherHost whether the responder is said to be on another machine
 * @param deflate whether the way there is so narrow that compression is worth while
 */
public record Whereabouts(Guid128 store, boolean otherHost, boolean deflate) {

  /** Both ends may be anywhere. */
  public static final Whereabouts UNKNOWN = new Whereabouts(null, false, false);
}
