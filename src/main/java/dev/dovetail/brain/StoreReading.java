package dev.dovetail.brain;

import dev.dovetail.brain.tree.LocalTree;
import dev.dovetail.brain.tree.MailboxNode;
import dev.dovetail.brain.tree.TreeFill;
import dev.dovetail.brain.tree.TreeScope;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.MailStore;
import dev.dovetail.storage.MailboxGoneException;
import dev.dovetail.storage.MailboxNotFoundException;
import dev.dovetail.storage.MailboxStore;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.wire.item.Handshake;
import dev.dovetail.wire.item.MailboxState;
import dev.dovetail.wire.item.SyncType;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What an end reads of its store before it says anything about it: the tree, and for a Dovetail
 * what is in the mailboxes. The initiator lets it run beside the start of its peer; from {@link
 * #begin} to the return of {@link #finish} or {@link #close} the store belongs to it.
 */
final class StoreReading implements Closeable {
  private final MailStore store;
  private final Handshake handshake;
  private final Log log;
  private final FutureTask<Void> reading = new FutureTask<>(this::read);
  private Thread thread;
  private volatile boolean digestsWanted;

  private TreeScope scope = TreeScope.ALL;
  private LocalTree local;
  private final Map<Guid128, Long> digests = new HashMap<>();
  private final Map<Guid128, MailboxState> positions = new HashMap<>();

  /**
   * @param handshake the initiator's, which says what takes part
   */
  StoreReading(MailStore store, Handshake handshake, Log log) {
    this.store = store;
    this.handshake = handshake;
    this.log = log;
    this.digestsWanted =
        handshake.syncType() != null
            && handshake.syncType() != SyncType.FULL
            && !handshake.noMailSync();
  }

  /** Reads on a thread of its own, as if the peer was a Dovetail. */
  void begin() {
    thread = new Thread(reading, "store-reading");
    thread.setDaemon(true);
    thread.start();
  }

  /** Reads, or waits until what {@link #begin} began is complete; then the results are there. */
  void finish(boolean peerIsDovetail) throws IOException {
    digestsWanted &= peerIsDovetail;
    if (thread == null) {
      reading.run();
    }
    try {
      reading.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("Reading the store failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncException(Grade.TEMPORARY, "Interrupted while reading the store", e);
    }
  }

  /** For {@link FutureTask}, hence the result. */
  private Void read() throws IOException {
    scope =
        TreeScope.of(
            store,
            Optional.ofNullable(handshake.syncBox()),
            Optional.ofNullable(handshake.syncBoxGuid()),
            handshake.excludeMailboxes());
    local = TreeFill.fill(store, scope);
    for (MailboxNode node : local.tree().mailboxes()) {
      if (!digestsWanted) {
        return null;
      }
      try (MailboxStore mailbox = store.openMailbox(node.guid())) {
        MailboxView view = mailbox.refresh();
        digests.put(node.guid(), view.digest());
        positions.put(node.guid(), Standing.position(view));
      } catch (MailboxNotFoundException | MailboxGoneException e) {
        log.debug(() -> "Mailbox " + node.fullName() + " went away before it was synced");
      }
    }
    return null;
  }

  /** Which mailboxes take part. */
  TreeScope scope() {
    return scope;
  }

  LocalTree local() {
    return local;
  }

  /** What is in the mailboxes; empty if the peer would not understand. */
  Map<Guid128, Long> digests() {
    return digestsWanted ? digests : Map.of();
  }

  /** Where a mailbox was when its digest was made. */
  MailboxState position(Guid128 guid) {
    return positions.get(guid);
  }

  /** Leaves the store alone from here on. */
  @Override
  public void close() {
    digestsWanted = false;
    if (thread != null) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
