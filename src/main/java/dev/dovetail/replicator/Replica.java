package dev.dovetail.replicator;

/**
 * One destination of a user.
 *
 * @param destination as it is configured; empty if it is not known yet, in a queue of Dovecot's
 * @param state to go on from; empty for none
 * @param lastSuccess seconds since the epoch; 0 for never
 */
public record Replica(String destination, String state, long lastSuccess, Trouble trouble) {

  static Replica untried(String destination) {
    return new Replica(destination, "", 0, Trouble.NONE);
  }

  Replica succeeded(String newState, long now) {
    return new Replica(destination, newState, now, Trouble.NONE);
  }

  /** Without a state: the next sync looks at everything that differs. */
  Replica failed(Trouble next) {
    return new Replica(destination, "", lastSuccess, next);
  }

  /** Not tried, because others have found the destination down; trouble of one's own stays. */
  Replica waiting(Trouble ofHost) {
    boolean own = !trouble.isNone() && !trouble.ofHost();
    return with(own ? trouble.notBefore(ofHost.nextTry()) : ofHost);
  }

  /** Nobody waits any more for a host that can be reached. */
  Replica released(long now) {
    return trouble.ofHost() ? with(trouble.notAfter(now)) : this;
  }

  Replica with(Trouble other) {
    return new Replica(destination, state, lastSuccess, other);
  }

  Replica to(String known) {
    return new Replica(known, state, lastSuccess, trouble);
  }
}
