package dev.dovetail.brain;

import dev.dovetail.brain.mailbox.MailboxExchange.Local;
import dev.dovetail.brain.mailbox.MailboxExchange.Role;
import dev.dovetail.brain.tree.LocalTree;
import dev.dovetail.brain.tree.MailboxNode;
import dev.dovetail.brain.tree.MailboxTree;
import dev.dovetail.log.Log;
import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.LogChanges;
import dev.dovetail.storage.MailStore;
import dev.dovetail.storage.MailboxGoneException;
import dev.dovetail.storage.MailboxNotFoundException;
import dev.dovetail.storage.MailboxStore;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.wire.Peer;
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
      conversation.send(Handshake.ofResponder(options.hostname()));
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
    for (Mailbox offer = run.conversation.receiveElement(Mailbox.class);
        offer != null;
        offer = run.conversation.receiveElement(Mailbox.class)) {
      offered.add(offer.mailboxGuid());
      answer(run, offer);
    }
    checkUnmentioned(run, tree, offered);
    if (run.terms.handshake().purgeRemote()) {
      run.store.purge();
    }
    run.conversation.send(new Finish(null, 0, run.fullResyncRequired()));
    run.conversation.awaitSent();
    return run.outcome("");
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
        if (!SyncRun.canContinue(view, mailbox.changesSince(last.lastCommonModseq()), last)) {
          run.requireFullResync("Mailbox " + mailbox.name() + " has lost mails");
        }
      } catch (MailboxNotFoundException | MailboxGoneException e) {
        run.requireFullResync(e.getMessage());
      }
    }
  }

  private void answer(SyncRun run, Mailbox offer) throws IOException {
    if (run.isOutOfScope(offer.mailboxGuid())) {
      run.conversation.send(absent(offer.mailboxGuid(), true));
      return;
    }
    Optional<OpenMailbox> opened = run.open(offer.mailboxGuid());
    if (opened.isPresent()) {
      try (OpenMailbox mailbox = opened.get()) {
        talk(run, offer, mailbox.store(), mailbox.view());
      }
      return;
    }
    boolean mayLack =
        run.terms.role() == Role.BACKUP_SENDER && run.terms.handshake().noBackupOverwrite();
    if (!mayLack) {
      run.desync("Mailbox with GUID " + offer.mailboxGuid() + " is not here");
    }
    run.conversation.send(absent(offer.mailboxGuid(), mayLack));
  }

  private void talk(SyncRun run, Mailbox offer, MailboxStore mailbox, MailboxView view)
      throws IOException {
    Mailbox own = SyncRun.describe(view);
    if (!run.needsSync(own, offer)) {
      run.conversation.send(own);
      return;
    }
    MailboxState last = last(offer.mailboxGuid());
    LogChanges changes = mailbox.changesSince(last.lastCommonModseq());
    boolean stateIsVoid =
        !SyncRun.canContinue(view, changes, last)
            || last.lastCommonUid() > 0 && view.uidValidity() != offer.uidValidity();
    MailboxView settled = run.settleUidValidity(mailbox, view, offer);
    if (stateIsVoid) {
      run.requireFullResync("Mailbox " + mailbox.name() + " cannot continue from the state");
      run.conversation.send(absent(offer.mailboxGuid(), false));
      return;
    }
    run.conversation.send(own);
    run.exchange(new Local(mailbox, settled, last, changes), offer);
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
