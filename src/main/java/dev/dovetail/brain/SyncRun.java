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
import dev.dovetail.storage.LogChanges;
import dev.dovetail.storage.MailStore;
import dev.dovetail.storage.MailboxGoneException;
import dev.dovetail.storage.MailboxNotFoundException;
import dev.dovetail.storage.MailboxStore;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.storage.StoreLock;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.wire.item.Handshake;
import dev.dovetail.wire.item.Mailbox;
import dev.dovetail.wire.item.MailboxState;
import dev.dovetail.wire.item.SyncType;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What both ends do alike in one sync, and what they remember of it. */
final class SyncRun implements Closeable {

  final MailStore store;
  final Conversation conversation;
  final SyncTerms terms;
  final Log log;
  private final StoreReading reading;
  private final List<String> desyncReasons = new ArrayList<>();
  private Map<Guid128, Long> remoteDigests = Map.of();
  private Set<Guid128> outOfScope = Set.of();
  private AllMailbox allMailbox;
  private StoreLock userLock;
  private boolean fullResync;
  private int created;
  private int deleted;
  private int renamed;
  private int synced;
  private int saved;
  private int expunged;
  private int updated;
  private int restored;

  SyncRun(
      MailStore store, Conversation conversation, SyncTerms terms, StoreReading reading, Log log) {
    this.store = store;
    this.conversation = conversation;
    this.terms = terms;
    this.reading = reading;
    this.log = log;
  }

  void lockUser(String ownHostname, Handshake remote) throws IOException {
    if (terms.locksUser(ownHostname, remote.hostname())) {
      log.debug(() -> "Taking the user lock; the peer is " + remote.hostname());
      userLock = store.lockUser(terms.handshake().lockTimeout());
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
    return own != null && own.equals(remoteDigests.get(guid))
        ? Optional.of(reading.position(guid))
        : Optional.empty();
  }

  /** The state of a mailbox that both ends have exactly so. */
  static MailboxState position(MailboxView view) {
    return new MailboxState(
        view.guid(),
        view.uidValidity(),
        view.uidNext() - 1,
        view.highestModseq(),
        0,
        view.presentCount(),
        false);
  }

  /** Merges the trees and carries out our part of it. */
  MailboxTree syncTree(LocalTree local) throws IOException {
    TreePhase.Result result =
        new TreePhase(store, conversation, terms, reading.scope(), reading.digests()).run(local);
    created = result.outcome().created();
    deleted = result.outcome().deleted();
    renamed = result.outcome().renamed();
    desyncReasons.addAll(result.outcome().changesDuringSync());
    remoteDigests = result.remoteDigests();
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

  /** Whether the peer listed a mailbox that this sync leaves out. */
  boolean isOutOfScope(Guid128 guid) {
    return outOfScope.contains(guid);
  }

  /** Opens a mailbox to talk about it; empty if it went away since the tree was read. */
  Optional<OpenMailbox> open(Guid128 guid) throws IOException {
    try {
      MailboxStore mailbox = store.openMailbox(guid);
      StoreLock lock = null;
      boolean complete = false;
      try {
        lock = mailbox.lock(terms.mailboxLockTimeout());
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
        desync(e.getMessage());
      }
      return Optional.empty();
    }
  }

  /** What we tell the peer about a mailbox. */
  static Mailbox describe(MailboxView view) {
    return new Mailbox(
        view.guid(),
        view.uidValidity(),
        view.uidNext(),
        view.presentCount(),
        view.firstRecentUid(),
        view.highestModseq(),
        0,
        false,
        false,
        List.of(),
        true,
        true,
        false);
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
   * Whether a sync can begin at {@code last}: the log must reach back, nothing may have gone
   * backwards, and no file may have vanished, because the peer would not mention its mail.
   */
  static boolean canContinue(MailboxView view, LogChanges changes, MailboxState last) {
    if (last.lastCommonUid() == 0 && last.lastCommonModseq() == 0) {
      return true;
    }
    if (!changes.complete()
        || view.uidNext() <= last.lastCommonUid()
        || view.highestModseq() < last.lastCommonModseq()) {
      return false;
    }
    for (LogChanges.Expunge expunge : changes.expunges()) {
      if (expunge.wasVanished()) {
        return false;
      }
    }
    for (StoredMessage message : view.messages()) {
      if (!message.present()) {
        return false;
      }
    }
    return true;
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

  /** Exchanges the mails of one mailbox. */
  MailboxState exchange(Local local, Mailbox remote) throws IOException {
    MailboxExchange.Result result =
        new MailboxExchange(
                conversation,
                terms.mailboxTerms(Optional.<BodySource>ofNullable(allMailbox)),
                local,
                remote,
                fullResync,
                log)
            .run();
    log.debug(
        () ->
            "Mailbox "
                + local.mailbox().name()
                + ": saved "
                + result.saved()
                + ", restored "
                + result.restored()
                + ", updated "
                + result.updated()
                + ", expunged "
                + result.expunged());
    synced++;
    saved += result.saved();
    restored += result.restored();
    updated += result.updated();
    expunged += result.expunged();
    if (result.historyContradicts()) {
      requireFullResync(
          "Mailbox " + local.mailbox().name() + " does not fit the state it was synced from");
    }
    if (result.state().changesDuringSync()) {
      desync("Mailbox " + local.mailbox().name() + " changed during the sync");
    }
    return result.state();
  }

  void desync(String reason) {
    desyncReasons.add(reason);
  }

  /** The states of this sync are not to be relied on. */
  void requireFullResync(String reason) {
    fullResync = true;
    log.debug(() -> "The next sync must be a full one: " + reason);
  }

  boolean fullResyncRequired() {
    return fullResync;
  }

  SyncOutcome outcome(String state) {
    return new SyncOutcome(
        desyncReasons.isEmpty() ? Optional.empty() : Optional.of(desyncReasons.get(0)),
        state,
        new SyncOutcome.Counts(
            created, deleted, renamed, synced, saved, expunged, updated, restored));
  }

  @Override
  public void close() throws IOException {
    try (StoreLock lock = userLock;
        AllMailbox all = allMailbox) {
      log.debug(() -> "Sync ended");
    }
  }
}
