package dev.dovetail.brain;

import dev.dovetail.brain.mailbox.MailboxExchange;
import dev.dovetail.brain.tree.TreeApply;
import dev.dovetail.log.Log;
import dev.dovetail.mail.MailboxName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What came of a sync so far. */
final class Tally {
  private final Log log;
  private final List<String> desyncReasons = new ArrayList<>();
  private boolean fullResync;
  private int created;
  private int deleted;
  private int renamed;
  private int synced;
  private int saved;
  private int expunged;
  private int updated;
  private int restored;

  Tally(Log log) {
    this.log = log;
  }

  void count(TreeApply.Outcome outcome) {
    created = outcome.created();
    deleted = outcome.deleted();
    renamed = outcome.renamed();
    desyncReasons.addAll(outcome.changesDuringSync());
  }

  void count(MailboxName mailbox, MailboxExchange.Result result) {
    log.debug(
        () ->
            "Mailbox "
                + mailbox
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
      requireFullResync("Mailbox " + mailbox + " does not fit the state it was synced from");
    }
    if (result.state().changesDuringSync()) {
      desync("Mailbox " + mailbox + " changed during the sync");
    }
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
}
