package dev.dovetail.brain;

import java.util.Optional;

/**
 * What the initiator was asked to do, the same for every user. The responder learns of it from the
 * handshake.
 *
 * @param full look at every message ({@code -f}); wins over {@code state}
 * @param state the state of an earlier run ({@code -s}); empty without {@code -s}. The text may be
 *     empty: no state is known, but one is wanted
 * @param allMailbox {@code -a}: a mailbox to copy bodies from
 * @param lockTimeout {@code -l}, seconds; 0 takes no user lock
 * @param purgeRemote {@code -P}
 */
public record SyncRequest(
    Direction direction,
    boolean full,
    Optional<String> state,
    SyncScope scope,
    Optional<String> allMailbox,
    long lockTimeout,
    boolean purgeRemote,
    boolean debug) {

  /** The same for other mailboxes and mails. */
  public SyncRequest in(SyncScope other) {
    return new SyncRequest(
        direction, full, state, other, allMailbox, lockTimeout, purgeRemote, debug);
  }
}
