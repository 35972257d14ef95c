package dev.dovetail.brain.mailbox;

import dev.dovetail.storage.StoredMessage;
import dev.dovetail.wire.item.MailChange;
import java.io.IOException;

/**
 * Finds the last UID up to which both ends are the same mailbox (dsync-protocol 7.3), while the
 * peer's changes arrive in ascending order of UID.
 */
final class CommonUidSearch {
  private final OwnHistory own;
  private final ImportRules rules;
  private int cursor;
  private long commonUid;
  private long provenUid;
  private boolean found;

  CommonUidSearch(OwnHistory own, ImportRules rules) {
    this.own = own;
    this.rules = rules;
    this.commonUid = rules.commonUid();
    this.provenUid = rules.commonUid();
    this.found = rules.isIncremental();
    advanceTo(commonUid + 1);
  }

  /** The last common UID so far; final once {@link #isOver}, or after the last change. */
  long commonUid() {
    return commonUid;
  }

  /** The last UID under which the same content, or an expunge of it, is known at both ends. */
  long provenUid() {
    return provenUid;
  }

  /** Whether nothing that follows can be common to both ends. */
  boolean isOver() {
    return found;
  }

  /** Compares a change with what we have. True if its UID is now the last common one. */
  boolean locate(MailChange change) throws IOException {
    if (found) {
      return false;
    }
    advanceTo(change.uid());
    if (cursor == own.messages().size()) {
      return locateBehindOwn(change);
    }
    StoredMessage next = own.messages().get(cursor);
    if (next.uid() > change.uid()) {
      return locateInGap(change);
    }
    if (own.hasLost(change) || rules.isAwaited(change, next)) {
      return commonAt(change.uid());
    }
    Boolean same = rules.isSame(next, change);
    if (same == null || !same && isGoneAtBoth(next, change)) {
      return false;
    }
    return same ? provenAt(change.uid()) : notCommonFromHere();
  }

  /** Two mails of one UID that nobody has any more say nothing of those that are there. */
  private static boolean isGoneAtBoth(StoredMessage message, MailChange change) {
    return !message.present() && change.type() == MailChange.Type.EXPUNGE;
  }

  private void advanceTo(long uid) {
    while (cursor < own.messages().size() && own.messages().get(cursor).uid() < uid) {
      cursor++;
    }
  }

  private boolean locateBehindOwn(MailChange change) {
    if (rules.isFilteredOut(change)) {
      return false;
    }
    if (change.type() == MailChange.Type.EXPUNGE) {
      // The peer has a later mail perhaps, finds that both know the expunge, and takes it for that.
      return own.wasExpunged(change) && provenAt(change.uid());
    }
    if (!own.everGave(change.uid())) {
      return notCommonFromHere();
    }
    if (own.hasLost(change)) {
      return commonAt(change.uid());
    }
    if (own.wasExpunged(change)) {
      return provenAt(change.uid());
    }
    // A UID that was ours once, and of which nothing is known: a later one may decide.
    return own.recordsExpunge(change.uid()) && notCommonFromHere();
  }

  private boolean locateInGap(MailChange change) {
    if (rules.isFilteredOut(change)) {
      return false;
    }
    if (own.hasLost(change)) {
      return commonAt(change.uid());
    }
    if (own.wasExpunged(change)) {
      return provenAt(change.uid());
    }
    return own.recordsExpunge(change.uid())
        && change.type() == MailChange.Type.SAVE
        && notCommonFromHere();
  }

  private boolean commonAt(long uid) {
    commonUid = uid;
    return true;
  }

  private boolean provenAt(long uid) {
    provenUid = uid;
    return commonAt(uid);
  }

  private boolean notCommonFromHere() {
    found = true;
    return false;
  }
}
