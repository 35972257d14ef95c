package dev.dovetail.replicator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which hosts cannot be reached: while one cannot, one user at a time finds out whether it still
 * cannot, and the others wait. Thread-safe.
 */
final class DestinationHealth {
  private final Backoff backoff;
  private final Map<String, Trouble> troubles = new HashMap<>();
  private final Set<String> probed = new HashSet<>();

  /** Those that have answered who tried last. */
  private final Set<String> answered = new HashSet<>();

  /** Whom a host has turned away since it let somebody in. */
  private final Map<String, String> turnedAway = new HashMap<>();

  DestinationHealth(Backoff backoff) {
    this.backoff = backoff;
  }

  /** What all users of a host have in common: {@code tcp:host:port}, {@code remote:host}. */
  static String place(String destination) {
    int at = destination.lastIndexOf('@');
    int colon = destination.indexOf(':');
    return at < 0 || colon < 0 || colon > at
        ? destination
        : destination.substring(0, colon + 1) + destination.substring(at + 1);
  }

  /**
   * Whether a sync with this destination may be tried; then {@link #reached} or {@link
   * #unreachable} must follow.
   *
   * @return the trouble that keeps it from being tried; {@code NONE} if nothing does
   */
  synchronized Trouble enter(String destination, long now) {
    String place = place(destination);
    Trouble trouble = troubles.getOrDefault(place, Trouble.NONE);
    if (trouble.isNone()) {
      return trouble;
    }
    if (trouble.nextTry() > now || !probed.add(place)) {
      return trouble.nextTry() > now
          ? trouble
          : new Trouble(trouble.attempts(), now + 1, trouble.reason(), true);
    }
    return Trouble.NONE;
  }

  /** The trouble of a destination that would not be tried now; {@code NONE} if it would. */
  synchronized Trouble troubleOf(String destination, long now) {
    Trouble trouble = troubles.getOrDefault(place(destination), Trouble.NONE);
    return trouble.nextTry() > now ? trouble : Trouble.NONE;
  }

  /**
   * The host lets others in, and turns this user away.
   *
   * @return whether that is the user's own trouble: it has turned nobody else away meanwhile
   */
  synchronized boolean turnsAwayAlone(String user, String destination) {
    String first = turnedAway.putIfAbsent(place(destination), user);
    return first == null || first.equals(user);
  }

  /** Whether the host has answered whoever tried last. */
  synchronized boolean isFine(String destination) {
    return answered.contains(place(destination));
  }

  /**
   * The host has answered.
   *
   * @return whether it could not be reached before
   */
  synchronized boolean reached(String destination) {
    answered.add(place(destination));
    turnedAway.remove(place(destination));
    probed.remove(place(destination));
    return troubles.remove(place(destination)) != null;
  }

  /** Somebody may find out now whether the host can be reached again. */
  synchronized void tryAtOnce(String destination, long now) {
    troubles.computeIfPresent(place(destination), (place, trouble) -> trouble.notAfter(now));
  }

  synchronized void clockSetBack(SetBack clock) {
    troubles.replaceAll((place, trouble) -> trouble.triedAt(clock.applyAsLong(trouble.nextTry())));
  }

  /** The host has not answered. Returns when it is tried again. */
  synchronized Trouble unreachable(String destination, long now, String reason) {
    String place = place(destination);
    Trouble known = troubles.getOrDefault(place, Trouble.NONE);
    answered.remove(place);
    turnedAway.remove(place);
    probed.remove(place);
    // Those that had begun before it was known to be down tell nothing new.
    if (known.nextTry() > now) {
      return known;
    }
    Trouble again = known.again(now, backoff, reason);
    Trouble next = new Trouble(again.attempts(), again.nextTry(), reason, true);
    troubles.put(place, next);
    return next;
  }
}
