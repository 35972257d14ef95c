package dev.dovetail.replicator;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the replicator has others do. Thread-safe. */
public interface SyncRunner {

  /** A user who has been looked up. */
  interface Subject {

    /** Where the user's mail is replicated to, each once; empty if it is not. */
    List<String> destinations() throws IOException;

    /** Makes a sync, and says on the log what has gone wrong. */
    SyncResult sync(SyncOrder order);
  }

  /**
   * Hands over the users who match a mask, one after the other while the user database lists them.
   *
   * @throws IOException if it does not, or stops doing so
   */
  void users(String mask, Consumer<String> each) throws IOException;

  /**
   * Looks a user up.
   *
   * @return empty if there is no such user
   * @throws IOException if it cannot be known now
   */
  Optional<Subject> find(String user) throws IOException;
}
