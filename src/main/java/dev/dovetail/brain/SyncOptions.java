package dev.dovetail.brain;

import dev.dovetail.mail.Guid128;
import java.util.List;
import java.util.Optional;

/**
 * What the initiator was asked to do. The responder learns the same from the handshake.
 *
 * @param hostname {@code host.domain} of this machine, for the lock decision
 * @param full look at every message ({@code -f}); wins over {@code state}
 * @param state the state of an earlier run ({@code -s}); empty without {@code -s}. The text may be
 *     empty: no state is known, but one is wanted
 * @param mailbox {@code -m}: a full name as typed, or a special use such as {@code \Trash}
 * @param noMails {@code -m ''} or {@code -g ''}: sync the mailbox tree only
 * @param namespaces {@code -n}: namespace prefixes; empty for the default
 * @param lockTimeout {@code -l}, seconds; 0 takes no user lock
 * @param since {@code -t}, seconds since the epoch; 0 for none
 * @param until {@code -e}, seconds since the epoch; 0 for none
 * @param maxSize {@code -I}, bytes; 0 for none
 * @param flags {@code -O}: a flag or keyword, {@code -} in front negates
 * @param allMailbox {@code -a}: a mailbox to copy bodies from
 * @param commitMessagesInterval {@code dsync_commit_msgs_interval}; 0 is not sent
 * @param hashedHeaders {@code dsync_hashed_headers}
 * @param replacement {@code dsync_alt_char}, for characters a name cannot have
 * @param emptyHeaderWorkaround {@code dsync_features=empty-header-workaround}
 */
public record SyncOptions(
    String hostname,
    Direction direction,
    boolean full,
    Optional<String> state,
    Optional<String> mailbox,
    Optional<Guid128> mailboxGuid,
    boolean noMails,
    List<String> namespaces,
    boolean allNamespaces,
    List<String> exclude,
    long lockTimeout,
    boolean purgeRemote,
    boolean debug,
    long since,
    long until,
    long maxSize,
    Optional<String> flags,
    Optional<String> allMailbox,
    long commitMessagesInterval,
    List<String> hashedHeaders,
    char replacement,
    boolean emptyHeaderWorkaround) {

  /** Which way changes travel, seen from the initiator. */
  public enum Direction {
    /** {@code sync}. */
    TWO_WAY,
    /** {@code sync -1}: to the responder, which keeps what it has besides. */
    ADD_TO_REMOTE,
    /** {@code sync -1 -R}. */
    ADD_FROM_REMOTE,
    /** {@code backup}: the responder becomes equal. */
    BACKUP,
    /** {@code backup -R}: the initiator becomes equal. */
    REVERSE_BACKUP
  }
}
