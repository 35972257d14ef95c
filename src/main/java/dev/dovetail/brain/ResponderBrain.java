package dev.dovetail.brain;

import dev.dovetail.brain.mailbox.MailboxExchange.Local;
import dev.dovetail.brain.mailbox.MailboxExchange.Role;
import dev.dovetail.brain.tree.LocalTree;
import dev.dovetail.brain.tree.MailboxNode;
import dev.dovetail.brain.tree.MailboxTree;
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
import dev.dovetail.wire.item.Finish;
import dev.dovetail.wire.item.Handshake;
import dev.dovetail.wire.item.Mailbox;
import dev.dovetail.wire.item.MailboxState;
import dev.dovetail.wire.item.SyncType;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The end that was started by the other end: {@code dsync-server}. */
public final class ResponderBrain {

  private final StoreSource source;
  private final Peer peer;
  private final ResponderOptions options;
  private final Log log;
  private final Map<Guid128, MailboxState> states = new HashMap<>();

  public ResponderBrain(StoreSource source, Peer peer, ResponderOptions options, Log log) {
    this.source = source;
    this.peer = peer;
    this.options = options;
    this.log = log;
  }

  /** Serves one sync; the outcome's state is always empty. */
  public SyncOutcome run() throws IOException {
    try (Conversation conversation = new Conversation(peer)) {
      peer.start();
      conversation.send(Handshake.ofResponder(options.hostname(), options.store()));
      Handshake initiator = conversation.receive(Handshake.class);
      SyncTerms terms = SyncTerms.ofResponder(initiator, options.commitInterval());
      // Deviation: Dovecot 2.3 is told of -D, too, and stays silent at this end.
      Log runLog = initiator.debug() ? log.withDebug() : log;
      try (MailStore store = source.open(initiator);
          StoreReading reading = new StoreReading(store, initiator, runLog);
          SyncRun run = new SyncRun(store, conversation, terms, reading, runLog)) {
        runLog.debug(
            () -> "Serving " + initiator.hostname() + ": " + terms.type() + ", " + terms.role());
        run.lockUser(options.hostname(), initiator);
        return serve(run);
      }
    }
  }

  private SyncOutcome serve(SyncRun run) throws IOException {
    LocalTree local = run.readTree();
    if (run.terms.type() == SyncType.STATE) {
      run.conversation.receiveList(
          MailboxState.class, state -> states.put(state.mailboxGuid(), state));
    }
    MailboxTree tree = run.syncTree(local);
    Set<Guid128> offered = new HashSet<>();
    try (Batch batch = new Batch(run, state -> {})) {
      while (answerBatch(run, batch, offered)) {
        batch.run();
      }
    }
    checkUnmentioned(run, tree, offered);
    if (run.terms.handshake().purgeRemote()) {
      run.store.purge();
    }
    run.conversation.send(new Finish(null, 0, run.tally.fullResyncRequired()));
    run.conversation.awaitSent();
    return run.tally.outcome("");
  }

  /**
   * Dovecot passes over a mailbox that has not changed at its end, whatever we have lost of it. All
   * we can do is to void its state, so that the next sync looks.
   */
  private void checkUnmentioned(SyncRun run, MailboxTree tree, Set<Guid128> offered)
      throws IOException {
    if (states.isEmpty() || run.terms.peerIsDovetail() || !run.terms.changesOwnStore()) {
      return;
    }
    for (MailboxNode node : tree.mailboxes()) {
      MailboxState last = states.get(node.guid());
      if (last == null || offered.contains(node.guid())) {
        continue;
      }
      try (MailboxStore mailbox = run.store.openMailbox(node.guid())) {
        MailboxView view = mailbox.refresh();
        if (!Standing.canContinue(view, mailbox.changesSince(last.lastCommonModseq()), last)) {
          run.tally.requireFullResync("Mailbox " + mailbox.name() + " has lost mails");
        }
      } catch (MailboxNotFoundException | MailboxGoneException e) {
        run.tally.requireFullResync(e.getMessage());
      }
    }
  }

  /** Answers the offers up to the end of a batch. Returns false at the end of all. */
  private boolean answerBatch(SyncRun run, Batch batch, Set<Guid128> offered) throws IOException {
    boolean any = false;
    for (Mailbox offer = run.conversation.receiveElement(Mailbox.class);
        offer != null;
        offer = run.conversation.receiveElement(Mailbox.class)) {
      any = true;
      offered.add(offer.mailboxGuid());
      answer(run, batch, offer);
      if (!run.terms.peerTakesBatches()) {
        return true;
      }
    }
    return any;
  }

  private void answer(SyncRun run, Batch batch, Mailbox offer) throws IOException {
    Guid128 guid = offer.mailboxGuid();
    if (run.isOutOfScope(guid)) {
      run.conversation.send(absent(guid, true));
      return;
    }
    if (batch.holds(guid)) {
      throw new ProtocolException(
          peer.name() + " offered mailbox " + guid + " twice; the sync was stopped");
    }
    if (!run.terms.peerOffersAgain()) {
      answer(run, batch, offer, run.open(guid));
      return;
    }
    Optional<OpenMailbox> opened;
    try {
      opened = run.openAtOnce(guid);
    } catch (LockTimeoutException e) {
      // The initiator holds its own lock, for which the sync that has ours may be waiting.
      run.conversation.send(Mailbox.busy(guid));
      return;
    }
    answer(run, batch, offer, opened);
  }

  private void answer(SyncRun run, Batch batch, Mailbox offer, Optional<OpenMailbox> opened)
      throws IOException {
    Guid128 guid = offer.mailboxGuid();
    if (opened.isPresent()) {
      batch.take(guid, opened.get(), 0);
      talk(run, batch, opened.get(), offer);
      return;
    }
    boolean mayLack =
        run.terms.role() == Role.BACKUP_SENDER && run.terms.handshake().noBackupOverwrite();
    if (!mayLack) {
      run.tally.desync("Mailbox with GUID " + guid + " is not here");
    }
    run.conversation.send(absent(guid, mayLack));
  }

  private void talk(SyncRun run, Batch batch, OpenMailbox mailbox, Mailbox offer)
      throws IOException {
    Guid128 guid = offer.mailboxGuid();
    Mailbox own = Standing.describe(mailbox.view());
    if (!run.needsSync(own, offer)) {
      run.conversation.send(own);
      batch.release(guid);
      return;
    }
    MailboxStore store = mailbox.store();
    MailboxState last = last(guid);
    LogChanges changes = store.changesSince(last.lastCommonModseq());
    boolean stateIsVoid =
        !Standing.canContinue(mailbox.view(), changes, last)
            || last.lastCommonUid() > 0 && mailbox.view().uidValidity() != offer.uidValidity();
    MailboxView settled = run.settleUidValidity(store, mailbox.view(), offer);
    if (stateIsVoid) {
      run.tally.requireFullResync("Mailbox " + store.name() + " cannot continue from the state");
      run.conversation.send(absent(guid, false));
      batch.release(guid);
      return;
    }
    run.conversation.send(own);
    batch.add(guid, run.exchange(new Local(store, settled, last, changes), offer));
  }

  private MailboxState last(Guid128 guid) {
    MailboxState known = states.get(guid);
    return known != null ? known : new MailboxState(guid, 0, 0, 0, 0, 0, false);
  }

  /** "I do not have it": lost, or nothing to worry about. */
  private static Mailbox absent(Guid128 guid, boolean ignore) {
    return new Mailbox(guid, 0, 0, 0, 0, 0, 0, !ignore, ignore, List.of(), false, false, false);
  }
}
