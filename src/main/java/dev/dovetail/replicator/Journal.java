package dev.dovetail.replicator;

/** Keeps what happens to the queue, so that it is there again after the process's end. */
public interface Journal {

  /** A user is new, or has changed in a way that must not be lost. */
  void changed(QueueEntry entry);

  /** A user is no longer in the queue. */
  void removed(String user);
}
