package dev.dovetail.session;

/**
 * What {@link OwnerServers} tell of their servers, from any thread. An owner is a name for one; it
 * is the same for all whom one server serves.
 */
public interface OwnerEvents {
  /** For whom nothing of this matters. */
  OwnerEvents IGNORED =
      new OwnerEvents() {
        @Override
        public void told(String line) {}

        @Override
        public void ending(String owner) {}

        @Override
        public void lost(String owner) {}
      };

  /** A server has written a line to its standard output. */
  void told(String line);

  /** A server is going to be ended when this returns, for other owners need theirs. */
  void ending(String owner);

  /** A server has ended, and nobody wanted it to. */
  void lost(String owner);
}
