package dev.dovetail.brain;

import dev.dovetail.brain.mailbox.MailboxExchange;
import dev.dovetail.brain.mailbox.MailboxExchange.Local;
import dev.dovetail.brain.tree.LocalTree;
import dev.dovetail.brain.tree.MailboxNode;
import dev.dovetail.brain.tree.MailboxTree;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.LockTimeoutException;
import dev.dovetail.storage.LogChanges;
import dev.dovetail.storage.MailStore;
import dev.dovetail.storage.MailboxGoneException;
import dev.dovetail.storage.MailboxNotFoundException;
import dev.dovetail.storage.MailboxStore;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.wire.Peer;
import dev.dovetail.wire.ProtocolException;
import dev.dovetail.wire.ProtocolVersion;
import dev.dovetail.wire.item.Finish;
import dev.dovetail.wire.item.Handshake;
import dev.dovetail.wire.item.Item;
import dev.dovetail.wire.item.Mailbox;
import dev.dovetail.wire.item.MailboxState;
import dev.dovetail.wire.item.SyncType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The end that was started by the user. */
public final class InitiatorBrain {

  private final MailStore store;
  private final Peer peer;
  private final SyncOptions options;
  private final Log log;

  /** What the last run left, as far as it can be continued; by mailbox. */
  private Map<Guid128, MailboxState> last = Map.of();

  /** Mailboxes in which nothing has happened since the last run. */
  private final Set<Guid128> unchanged = new HashSet<>();

  /** What the next run can continue from. */
  private final Map<Guid128, MailboxState> next = new LinkedHashMap<>();

  private BusyMailboxes busy;

  public InitiatorBrain(MailStore store, Peer peer, SyncOptions options, Log log) {
    this.store = store;
    this.peer = peer;
    this.options = options;
    this.log = log;
  }

  /** Runs the whole sync. */
  public SyncOutcome run() throws IOException {
    Handshake handshake = handshake(syncType());
    try (Conversation conversation = new Conversation(peer)) {
      peer.start();
      conversation.send(handshake);
      try (StoreReading reading = new StoreReading(store, handshake, log)) {
        if (handshake.lockTimeout() == 0) {
          // While the peer starts; a store that is to be locked is read afterwards.
          reading.begin();
        }
        Handshake responder = conversation.receive(Handshake.class);
        checkPlaces(responder);
        SyncTerms terms = SyncTerms.ofInitiator(handshake, responder);
        try (SyncRun run = new SyncRun(store, conversation, terms, reading, log)) {
          run.lockUser(options.hostname(), responder);
          return sync(run);
        }
      }
    }
  }

  /** Two ends that are one would wait for each other's locks, or sync nothing. */
  private void checkPlaces(Handshake responder) throws SyncException {
    Whereabouts places = options.whereabouts();
    if (places.store() != null && places.store().equals(responder.dovetailStore())) {
      throw new SyncException(
          Grade.TEMPORARY,
          "Both ends of the sync are the same mail, "
              + store.location()
              + " on this host; nothing was done. Check the destination, or mail_replica, and which"
              + " host "
              + peer.name()
              + " is");
    }
    // Without -l nobody asks for the names (dsync-protocol 4.7).
    if (options.request().lockTimeout() > 0
        && places.otherHost()
        && responder.hostname().equals(options.hostname())) {
      log.warning(
          "Both hosts call themselves "
              + options.hostname()
              + ", so each takes the lock of -l at its own end when it begins a sync, and two syncs"
              + " may meet. Give them different names");
    }
  }

  /** The state line for {@code -s} when {@link #run} has thrown. */
  public String stateOnFailure() {
    return SyncState.EMPTY;
  }

  private SyncType syncType() {
    if (options.request().full()) {
      return SyncType.FULL;
    }
    String state = options.request().state().orElse("");
    if (state.isEmpty()) {
      return SyncType.CHANGED;
    }
    try {
      last = SyncState.parse(state);
      return SyncType.STATE;
    } catch (IllegalArgumentException e) {
      log.error("Saved sync state is invalid, falling back to full sync: " + e.getMessage());
      return SyncType.FULL;
    }
  }

  private Handshake handshake(SyncType type) {
    SyncRequest request = options.request();
    SyncScope scope = request.scope();
    Direction direction = request.direction();
    return Handshake.builder()
        .hostname(options.hostname())
        .syncNsPrefixes(scope.namespaces().isEmpty() ? null : scope.namespaces())
        .syncVisibleNamespaces(scope.allNamespaces())
        .syncBox(scope.mailbox().orElse(null))
        .syncBoxGuid(scope.mailboxGuid().orElse(null))
        .syncType(type)
        .debug(request.debug())
        .excludeMailboxes(scope.exclude())
        .sendMailRequests(true)
        .backupSend(direction == Direction.ADD_FROM_REMOTE || direction == Direction.REVERSE_BACKUP)
        .backupRecv(direction == Direction.ADD_TO_REMOTE || direction == Direction.BACKUP)
        .noBackupOverwrite(
            direction == Direction.ADD_FROM_REMOTE || direction == Direction.ADD_TO_REMOTE)
        .lockTimeout(request.lockTimeout())
        .noMailSync(scope.noMails())
        .purgeRemote(request.purgeRemote())
        .syncSinceTimestamp(scope.since())
        .syncUntilTimestamp(scope.until())
        .syncMaxSize(scope.maxSize())
        .syncFlags(scope.flags().orElse(null))
        .virtualAllBox(request.allMailbox().orElse(null))
        .emptyHdrWorkaround(options.emptyHeaderWorkaround())
        .importCommitMsgsInterval(options.commitInterval())
        .hashedHeaders(options.hashedHeaders())
        .altChar(String.valueOf(options.replacement()))
        .dovetailDeflate(options.whereabouts().deflate())
        .dovetailStore(options.whereabouts().store())
        .build();
  }

  private SyncOutcome sync(SyncRun run) throws IOException {
    LocalTree local = run.readTree();
    if (run.terms.type() == SyncType.STATE) {
      last = usableStates(local.tree());
      run.conversation.sendList(last.values());
    }
    MailboxTree tree = run.syncTree(local);
    if (!options.request().scope().noMails()) {
      syncMailboxes(run, tree);
    }
    run.conversation.send(Item.END_OF_LIST);
    run.conversation.awaitSent();
    if (peer.remoteMinorVersion() >= ProtocolVersion.FINISH) {
      finish(run, run.conversation.receive(Finish.class));
    }
    return run.tally.outcome(run.tally.fullResyncRequired() ? "" : SyncState.format(next.values()));
  }

  /**
   * The states from which a sync can continue. The others are not even sent: then the peer lists
   * its whole mailbox, and the sync is complete in this run. Deviation: Dovecot finds out later,
   * and needs another run.
   */
  private Map<Guid128, MailboxState> usableStates(MailboxTree tree) throws IOException {
    Map<Guid128, MailboxState> usable = new LinkedHashMap<>();
    for (MailboxState state : last.values()) {
      MailboxNode node = tree.find(state.mailboxGuid());
      if (node == null) {
        continue;
      }
      try (MailboxStore mailbox = store.openMailbox(state.mailboxGuid())) {
        MailboxView view = mailbox.refresh();
        if (view.uidValidity() == state.lastUidvalidity()
            && Standing.canContinue(view, mailbox.changesSince(state.lastCommonModseq()), state)) {
          usable.put(state.mailboxGuid(), state);
          if (Standing.isUnchanged(view, state)) {
            unchanged.add(state.mailboxGuid());
          }
        }
      } catch (MailboxNotFoundException | MailboxGoneException e) {
        log.debug(() -> "Mailbox " + node.fullName() + " went away before it was synced");
      }
    }
    return usable;
  }

  private void syncMailboxes(SyncRun run, MailboxTree tree) throws IOException {
    List<MailboxNode> nodes = new ArrayList<>();
    for (MailboxNode node : tree.mailboxes()) {
      if (!isSettled(run, node)) {
        nodes.add(node);
      }
    }
    busy = new BusyMailboxes(run.terms.mailboxLockTimeout());
    try (Batch batch = new Batch(run, state -> next.put(state.mailboxGuid(), state))) {
      while (!nodes.isEmpty()) {
        for (MailboxNode node : nodes) {
          offer(run, batch, node);
        }
        if (!batch.isEmpty()) {
          exchange(run, batch);
        }
        nodes.clear();
        busy.takeAll().forEach(guid -> nodes.add(tree.find(guid)));
      }
    }
  }

  /** Whether nothing needs to be said about a mailbox. */
  private boolean isSettled(SyncRun run, MailboxNode node) {
    Guid128 guid = node.guid();
    Optional<MailboxState> common = run.commonPosition(guid);
    if (common.isPresent()) {
      next.put(guid, common.get());
      return true;
    }
    // Deviation: Dovecot leaves it to a sync that the other end begins to bring new mail from
    // there.
    if (unchanged.contains(guid)
        && !run.terms.peerIsDovetail()
        && !run.peerHasMailBehind(guid, last.get(guid).lastCommonUid())) {
      next.put(guid, last.get(guid));
      return true;
    }
    return false;
  }

  private void offer(SyncRun run, Batch batch, MailboxNode node) throws IOException {
    long size = run.sizeOf(node);
    if (batch.isFullFor(size)) {
      exchange(run, batch);
    }
    Optional<OpenMailbox> opened = open(run, batch, node.guid());
    if (opened.isPresent()) {
      batch.take(node.guid(), opened.get(), size);
      run.conversation.send(Standing.describe(opened.get().view()));
    }
  }

  /** Keeps no lock while it waits for another sync, which may be waiting for that one. */
  private Optional<OpenMailbox> open(SyncRun run, Batch batch, Guid128 guid) throws IOException {
    if (!batch.isEmpty()) {
      try {
        return run.openAtOnce(guid);
      } catch (LockTimeoutException e) {
        exchange(run, batch);
      }
    }
    return run.open(guid);
  }

  private void exchange(SyncRun run, Batch batch) throws IOException {
    if (run.terms.peerTakesBatches()) {
      run.conversation.send(Item.END_OF_LIST);
    }
    for (Map.Entry<Guid128, OpenMailbox> each : batch.mailboxes().entrySet()) {
      hear(run, batch, each.getKey(), each.getValue());
    }
    batch.run();
  }

  private void hear(SyncRun run, Batch batch, Guid128 guid, OpenMailbox mailbox)
      throws IOException {
    Mailbox reply = run.conversation.receive(Mailbox.class);
    if (!reply.mailboxGuid().equals(guid)) {
      throw new ProtocolException(
          peer.name() + " answered for another mailbox than " + mailbox.store().name());
    }
    if (reply.isBusy() && run.terms.peerOffersAgain()) {
      busy.add(guid, mailbox.store().name(), peer.name());
    } else if (reply.mailboxLost()) {
      run.tally.requireFullResync("the peer lost mailbox " + mailbox.store().name());
      run.tally.desync("Remote lost mailbox " + mailbox.store().name());
    } else if (!reply.mailboxIgnore()) {
      if (run.needsSync(Standing.describe(mailbox.view()), reply)) {
        batch.add(guid, exchangeOf(run, guid, mailbox, reply));
        return;
      }
      next.put(guid, Standing.position(mailbox.view()));
    }
    batch.release(guid);
  }

  private MailboxExchange exchangeOf(SyncRun run, Guid128 guid, OpenMailbox mailbox, Mailbox reply)
      throws IOException {
    MailboxState from = last.getOrDefault(guid, new MailboxState(guid, 0, 0, 0, 0, 0, false));
    LogChanges changes = mailbox.store().changesSince(from.lastCommonModseq());
    MailboxView settled = run.settleUidValidity(mailbox.store(), mailbox.view(), reply);
    return run.exchange(new Local(mailbox.store(), settled, from, changes), reply);
  }

  private void finish(SyncRun run, Finish finish) throws SyncException {
    if (finish.error() != null) {
      throw new SyncException(
          gradeOf(finish.mailError()), "Remote failed: " + finish.error() + "; its log says why");
    }
    if (finish.requireFullResync()) {
      run.tally.requireFullResync("the peer asked for it");
    }
  }

  /** Mail error numbers of dsync-protocol 8.4. */
  private static Grade gradeOf(int mailError) {
    return switch (mailError) {
      case 3, 8, 10, 11, 12, 13 -> Grade.NOT_POSSIBLE;
      case 5 -> Grade.NO_PERMISSION;
      case 6 -> Grade.OVER_QUOTA;
      case 7 -> Grade.NOT_FOUND;
      default -> Grade.TEMPORARY;
    };
  }
}
