package dev.dovetail.replicator;

/**
 * One sync to be made.
 *
 * @param state to go on from; empty for none
 * @param full whether to look at every mail
 */
public record SyncOrder(String destination, String state, boolean full) {

  /** The word of {@code dsync-status} for it. */
  String type() {
    return full ? "full" : state.isEmpty() ? "normal" : "incremental";
  }
}
