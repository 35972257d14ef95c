package dev.dovetail.brain;

import dev.dovetail.brain.mailbox.MailboxExchange;
import dev.dovetail.brain.mailbox.MailboxExchange.BodySource;
import dev.dovetail.brain.mailbox.MailboxExchange.Local;
import dev.dovetail.brain.tree.LocalTree;
import dev.dovetail.brain.tree.MailboxNode;
import dev.dovetail.brain.tree.MailboxTree;
import dev.dovetail.log.Log;
import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.MailStore;
import dev.dovetail.storage.MailboxGoneException;
import dev.dovetail.storage.MailboxNotFoundException;
import dev.dovetail.storage.MailboxStore;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.storage.StoreLock;
import dev.dovetail.wire.item.Handshake;
import dev.dovetail.wire.item.Item;
import dev.dovetail.wire.item.Mailbox;
import dev.dovetail.wire.item.MailboxState;
import dev.dovetail.wire.item.MailboxTreeNode;
import dev.dovetail.wire.item.SyncType;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What both ends do alike in one sync, and what they remember of it. */
final class SyncRun implements Closeable {

  final MailStore store;
  final Conversation conversation;
  final SyncTerms terms;
  final Log log;
  final Tally tally;
  private final StoreReading reading;
  private Map<Guid128, MailboxTreeNode> remote = Map.of();
  private Set<Guid128> outOfScope = Set.of();
  private AllMailbox allMailbox;
  private StoreLock userLock;

  SyncRun(
      MailStore store, Conversation conversation, SyncTerms terms, StoreReading reading, Log log) {
    this.store = store;
    this.conversation = conversation;
    this.terms = terms;
    this.reading = reading;
    this.log = log;
    this.tally = new Tally(log);
  }

  /**
   * Keeps other syncs of the user out, with {@code -l}. One end holds the lock; what the other one
   * had read before that, the sync that had it might have changed since.
   */
  void lockUser(String ownHostname, Handshake remote) throws IOException {
    if (terms.locksUser(ownHostname, remote.hostname())) {
      log.debug(() -> "Taking the user lock; the peer is " + remote.hostname());
      userLock = store.lockUser(terms.handshake().lockTimeout());
      if (terms.bothWaitForUserLock()) {
        conversation.send(Item.END_OF_LIST);
      }
    } else if (terms.bothWaitForUserLock()) {
      conversation.receive(Item.EndOfList.class);
    }
  }

  LocalTree readTree() throws IOException {
    reading.finish(terms.peerIsDovetail());
    return reading.local();
  }

  /**
   * Where both ends are in a mailbox that is the same at both; empty if it is not, or not known to
   * be. Two Dovetails find this out with their trees, and need not talk about the mailbox at all.
   */
  Optional<MailboxState> commonPosition(Guid128 guid) {
    Long own = reading.digests().get(guid);
    MailboxTreeNode there = remote.get(guid);
    return own != null && there != null && own == there.dovetailDigest()
        ? Optional.of(reading.position(guid))
        : Optional.empty();
  }

  /**
   * Whether mail has come to the peer's mailbox since both ends had this UID last, says its tree.
   */
  boolean peerHasMailBehind(Guid128 guid, long uid) {
    MailboxTreeNode there = remote.get(guid);
    return there != null && there.uidNext() > uid + 1;
  }

  /** Merges the trees and carries out our part of it. */
  MailboxTree syncTree(LocalTree local) throws IOException {
    TreePhase.Result result =
        new TreePhase(store, conversation, terms, reading.scope(), reading.digests()).run(local);
    tally.count(result.outcome());
    remote = result.remote();
    outOfScope = result.outOfScope();
    openAllMailbox(result.tree());
    return result.tree();
  }

  private void openAllMailbox(MailboxTree tree) throws IOException {
    String name = terms.handshake().virtualAllBox();
    if (name != null) {
      MailboxNode node = tree.find(MailboxName.split(name, store.separator()));
      if (node != null && node.exists() && node.isMailbox()) {
        allMailbox = new AllMailbox(store, node.guid());
      }
    }
  }

  /** No end has more mails than this in a mailbox. */
  long sizeOf(MailboxNode node) {
    MailboxTreeNode there = remote.get(node.guid());
    return Math.max(node.uidNext(), there == null ? 0 : there.uidNext());
  }

  /** Whether the peer listed a mailbox that this sync leaves out. */
  boolean isOutOfScope(Guid128 guid) {
    return outOfScope.contains(guid);
  }

  /** Opens a mailbox to talk about it; empty if it went away since the tree was read. */
  Optional<OpenMailbox> open(Guid128 guid) throws IOException {
    return open(guid, terms.mailboxLockTimeout());
  }

  /**
   * The same without waiting for another sync.
   *
   * @throws LockTimeoutException if there is one
   */
  Optional<OpenMailbox> openAtOnce(Guid128 guid) throws IOException {
    return open(guid, 0);
  }

  private Optional<OpenMailbox> open(Guid128 guid, long lockTimeout) throws IOException {
    try {
      MailboxStore mailbox = store.openMailbox(guid);
      StoreLock lock = null;
      boolean complete = false;
      try {
        lock = mailbox.lock(lockTimeout);
        OpenMailbox opened = new OpenMailbox(mailbox, lock, mailbox.refresh());
        complete = true;
        return Optional.of(opened);
      } finally {
        if (!complete) {
          new OpenMailbox(mailbox, lock, null).close();
        }
      }
    } catch (MailboxNotFoundException | MailboxGoneException e) {
      if (terms.changesOwnStore()) {
        tally.desync(e.getMessage());
      }
      return Optional.empty();
    }
  }

  /** Whether two descriptions are so different that the mails must be compared (4.3). */
  boolean needsSync(Mailbox own, Mailbox remote) {
    return terms.type() != SyncType.CHANGED
        || terms.peerIsDovetail()
        || own.uidValidity() != remote.uidValidity()
        || own.uidNext() != remote.uidNext()
        || own.messagesCount() != remote.messagesCount()
        || own.highestModseq() != remote.highestModseq()
        || own.highestPvtModseq() != remote.highestPvtModseq()
        || own.firstRecentUid() != remote.firstRecentUid();
  }

  /**
   * Takes over the peer's UIDVALIDITY if ours is the one that loses (dsync-protocol 7.8).
   *
   * @return the view to go on with
   */
  MailboxView settleUidValidity(MailboxStore mailbox, MailboxView view, Mailbox remote)
      throws IOException {
    if (view.uidValidity() == remote.uidValidity() || !terms.changesOwnStore()) {
      return view;
    }
    int count = view.presentCount();
    boolean remoteWins =
        terms.makesEqual()
            || remote.messagesCount() > count
            || remote.messagesCount() == count && remote.uidValidity() > view.uidValidity();
    if (!remoteWins) {
      return view;
    }
    mailbox.setUidValidity(remote.uidValidity());
    return mailbox.refresh();
  }

  /** Begins to exchange the mails of a mailbox. */
  MailboxExchange exchange(Local local, Mailbox remote) {
    return new MailboxExchange(
        conversation,
        terms.mailboxTerms(Optional.<BodySource>ofNullable(allMailbox)),
        local,
        remote,
        tally.fullResyncRequired(),
        log);
  }

  @Override
  public void close() throws IOException {
    try (StoreLock lock = userLock;
        AllMailbox all = allMailbox) {
      log.debug(() -> "Sync ended");
    }
  }
}
