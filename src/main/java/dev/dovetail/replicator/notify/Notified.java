package dev.dovetail.replicator.notify;

import dev.dovetail.replicator.Priority;
import dev.dovetail.replicator.Waiter;

/** Who wants to hear of changes. Thread-safe. */
public interface Notified {

  /** A user's mail has changed. */
  void changed(String user, Priority priority);

  /** A user's mail has changed, and somebody waits until it is replicated. */
  void awaited(String user, Waiter waiter);
}
