package dev.dovetail.replicator;

/** Somebody who wants to know how the next sync that begins has ended. */
public interface Waiter {

  /** It has ended; called once, from any thread, and must not block. */
  void ended(boolean success);
}
