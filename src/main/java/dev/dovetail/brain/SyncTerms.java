package dev.dovetail.brain;

import dev.dovetail.brain.filter.MailFilter;
import dev.dovetail.brain.mailbox.MailboxExchange.BodySource;
import dev.dovetail.brain.mailbox.MailboxExchange.Role;
import dev.dovetail.brain.mailbox.MailboxExchange.Terms;
import dev.dovetail.brain.tree.TreeDirection;
import dev.dovetail.wire.item.Handshake;
import dev.dovetail.wire.item.SyncType;
import java.util.List;
import java.util.Optional;

/**
 * What the initiator's handshake means for one end (dsync-protocol 4.5). Both ends derive it from
 * the same record. Its {@code no_notify} asks that nobody is told of the changes, which this
 * program never does.
 *
 * @param handshake the initiator's
 * @param isResponder whose view this is
 * @param dovetailVersion of the additions that the other end knows; 0 if it is not one of ours
 * @param commitInterval how many mails are committed together; 0: all of a mailbox
 */
record SyncTerms(
    Handshake handshake, boolean isResponder, long dovetailVersion, long commitInterval) {

  private static final List<String> DEFAULT_HASHED_HEADERS = List.of("Date", "Message-ID");
  private static final long DEFAULT_MAILBOX_LOCK_TIMEOUT = 30;

  /** The terms as the initiator sees them. */
  static SyncTerms ofInitiator(Handshake own, Handshake responder) {
    return new SyncTerms(own, false, responder.dovetailVersion(), own.importCommitMsgsInterval());
  }

  /**
   * The terms as the responder sees them.
   *
   * @param ownInterval the commit interval here, for initiators that say nothing of it, as 2.4
   */
  static SyncTerms ofResponder(Handshake initiator, long ownInterval) {
    long asked = initiator.importCommitMsgsInterval();
    return new SyncTerms(
        initiator, true, initiator.dovetailVersion(), asked > 0 ? asked : ownInterval);
  }

  /** Whether the other end is one of ours. */
  boolean peerIsDovetail() {
    return dovetailVersion > 0;
  }

  /** Whether the other end can talk about several mailboxes at once. */
  boolean peerTakesBatches() {
    return dovetailVersion >= Handshake.DOVETAIL_BATCHES;
  }

  /** Whether the other end can be told, or tells, that a mailbox is busy. */
  boolean peerOffersAgain() {
    return dovetailVersion >= Handshake.DOVETAIL_BUSY;
  }

  /** Whether an end without the user lock waits until the other one has it. */
  boolean bothWaitForUserLock() {
    return handshake.lockTimeout() > 0 && dovetailVersion >= Handshake.DOVETAIL_USER_LOCK;
  }

  /** An absent type means to look at everything. */
  SyncType type() {
    return handshake.syncType() == null ? SyncType.FULL : handshake.syncType();
  }

  /** The flags in the record speak of its receiver, the responder (trap 26). */
  Role role() {
    if (handshake.backupSend()) {
      return isResponder ? Role.BACKUP_SENDER : Role.BACKUP_RECEIVER;
    }
    if (handshake.backupRecv()) {
      return isResponder ? Role.BACKUP_RECEIVER : Role.BACKUP_SENDER;
    }
    return Role.TWO_WAY;
  }

  boolean changesOwnStore() {
    return role() != Role.BACKUP_SENDER;
  }

  /** Whether the other end changes nothing, so that this one has to give way. */
  boolean remoteIsFixed() {
    return role() == Role.BACKUP_RECEIVER;
  }

  /** With {@code -1} the receiver keeps what the sender does not have. */
  boolean makesEqual() {
    return role() != Role.TWO_WAY && !handshake.noBackupOverwrite();
  }

  TreeDirection treeDirection() {
    if (handshake.noBackupOverwrite() || role() == Role.TWO_WAY) {
      return TreeDirection.TWO_WAY;
    }
    return role() == Role.BACKUP_SENDER
        ? TreeDirection.PRESERVE_LOCAL
        : TreeDirection.PRESERVE_REMOTE;
  }

  MailFilter filter() {
    return new MailFilter(
        handshake.syncSinceTimestamp(),
        handshake.syncUntilTimestamp(),
        handshake.syncMaxSize(),
        handshake.syncFlags());
  }

  char replacement() {
    String character = handshake.altChar();
    return character == null || character.isEmpty() ? '_' : character.charAt(0);
  }

  long mailboxLockTimeout() {
    return handshake.lockTimeout() > 0 ? handshake.lockTimeout() : DEFAULT_MAILBOX_LOCK_TIMEOUT;
  }

  /**
   * Whether this end takes the user lock: the one whose host name sorts first, or if they are equal
   * the initiator (dsync-protocol 4.7).
   */
  boolean locksUser(String ownHostname, String remoteHostname) {
    if (handshake.lockTimeout() == 0) {
      return false;
    }
    int order = ownHostname.compareTo(remoteHostname);
    return order == 0 ? !isResponder : order < 0;
  }

  Terms mailboxTerms(Optional<BodySource> allMailbox) {
    return new Terms(
        role(),
        makesEqual(),
        handshake.sendMailRequests(),
        isResponder,
        peerIsDovetail(),
        filter(),
        handshake.hashedHeaders() == null ? DEFAULT_HASHED_HEADERS : handshake.hashedHeaders(),
        handshake.emptyHdrWorkaround(),
        commitInterval,
        allMailbox);
  }
}
