package dev.dovetail.brain;

import dev.dovetail.storage.LogChanges;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.wire.item.Mailbox;
import dev.dovetail.wire.item.MailboxState;
import java.util.List;

/** Where a mailbox stands, as the peer and the next run are to hear of it. */
final class Standing {

  private Standing() {}

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

  /** Whether nothing has happened to a mailbox since {@code state} (dsync-protocol 4.3). */
  static boolean isUnchanged(MailboxView view, MailboxState state) {
    return state.lastUidvalidity() == view.uidValidity()
        && state.lastCommonUid() + 1 == view.uidNext()
        && state.lastCommonModseq() == view.highestModseq()
        && state.lastMessagesCount() == view.presentCount();
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
}
