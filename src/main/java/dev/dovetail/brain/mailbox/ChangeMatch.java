package dev.dovetail.brain.mailbox;

import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.LogChanges;
import dev.dovetail.storage.MailMetadata;
import dev.dovetail.storage.MailboxStore;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.storage.MessageGoneException;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.wire.item.MailChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares the peer's changes, as they arrive, with our own messages, and finds the last UID up to
 * which both ends are the same mailbox (dsync-protocol 7.3).
 *
 * <p>Deviation: Dovecot expunges a message below the last common UID that the peer does not
 * mention, and drops one that we lack. Here both are mails that one end has lost: they come back,
 * unless somebody recorded an expunge with the GUID.
 */
final class ChangeMatch {

  /** A message that both ends have, with what the peer says about its flags. */
  record Common(StoredMessage local, MailChange remote) {}

  private final MailboxStore mailbox;
  private final MailboxView view;
  private final ImportRules rules;
  private final List<StoredMessage> own;
  private final Map<Long, Guid128> recordedExpunges = new HashMap<>();

  /** UIDs of mails that vanished, and of which only the peer can know what they were. */
  private final Set<Long> vanishedUids = new HashSet<>();

  /** Those that were expunged on purpose, if both ends had the same mail under this UID. */
  private final Set<Long> expungedUids = new HashSet<>();

  private final Map<Long, Integer> positions = new HashMap<>();
  private final Set<Long> settled = new HashSet<>();
  private final Set<String> announcedKeys = new HashSet<>();

  private static final Comparator<MailChange> BY_UID = Comparator.comparingLong(MailChange::uid);

  private int cursor;
  private long commonUid;

  /** The last UID under which the same content, or an expunge of it, is known at both ends. */
  private long provenUid;

  private boolean found;
  private boolean historyContradicts;
  private boolean expungedOnlyHere;

  private final List<Common> common = new ArrayList<>();
  private final List<StoredMessage> expunged = new ArrayList<>();
  private final List<MailChange> newRemote = new ArrayList<>();
  private final List<MailChange> undecidedRemote = new ArrayList<>();
  private final List<MailChange> lostHere = new ArrayList<>();

  /** Ours that the peer says have vanished there. */
  private final List<StoredMessage> awaited = new ArrayList<>();

  /** Ours that the peer says were expunged there, without knowing what they were. */
  private final Set<StoredMessage> expungedUnseen = new HashSet<>();

  ChangeMatch(MailboxStore mailbox, MailboxView view, LogChanges log, ImportRules rules) {
    this.mailbox = mailbox;
    this.view = view;
    this.rules = rules;
    this.own = view.messages();
    this.commonUid = rules.commonUid();
    this.provenUid = rules.commonUid();
    this.found = rules.isIncremental();
    for (LogChanges.Expunge expunge : log.expunges()) {
      if (expunge.guid().isEmpty()) {
        vanishedUids.add(expunge.uid());
        if (expunge.meant()) {
          expungedUids.add(expunge.uid());
        }
      } else {
        recordedExpunges.put(expunge.uid(), expunge.guid());
      }
    }
    for (int i = 0; i < own.size(); i++) {
      StoredMessage message = own.get(i);
      positions.put(message.uid(), i);
      if (!message.present() && message.guid().isEmpty()) {
        vanishedUids.add(message.uid());
      }
    }
    while (cursor < own.size() && own.get(cursor).uid() <= commonUid) {
      cursor++;
    }
  }

  void accept(MailChange change) throws IOException {
    boolean matched = !found && locate(change);
    if (rules.filter().isActive() && change.type() == MailChange.Type.SAVE) {
      announcedKeys.add(rules.keys().of(change));
    }
    switch (change.type()) {
      case SAVE -> save(change, matched);
      case EXPUNGE -> expunge(change, matched);
      case FLAG_CHANGE -> flagChange(change);
    }
  }

  /**
   * Moves the cursor to the change's UID and compares. True if that UID is now the last common one.
   */
  private boolean locate(MailChange change) throws IOException {
    while (cursor < own.size() && own.get(cursor).uid() < change.uid()) {
      cursor++;
    }
    if (cursor == own.size()) {
      return locateBehindOwn(change);
    }
    StoredMessage next = own.get(cursor);
    if (next.uid() > change.uid()) {
      return locateInGap(change);
    }
    if (isLostHere(change) || isAwaited(change, next)) {
      return commonAt(change.uid());
    }
    Boolean same = isSame(next, change);
    if (same == null) {
      return false;
    }
    return same ? provenAt(change.uid()) : notCommonFromHere();
  }

  private boolean locateBehindOwn(MailChange change) {
    if (change.type() == MailChange.Type.EXPUNGE || isFilteredOut(change)) {
      return false;
    }
    if (change.uid() >= view.uidNext()) {
      return notCommonFromHere();
    }
    if (isLostHere(change)) {
      return commonAt(change.uid());
    }
    if (expungedHere(change)) {
      return provenAt(change.uid());
    }
    // A UID that was ours once, and of which nothing is known: a later one may decide.
    return recordedExpunges.containsKey(change.uid()) && notCommonFromHere();
  }

  /** What the peer has under the UID of a mail that vanished here is that mail. */
  private boolean isLostHere(MailChange change) {
    return change.type() == MailChange.Type.SAVE
        && vanishedUids.contains(change.uid())
        && !recordedExpunges.containsKey(change.uid());
  }

  private boolean isAwaited(MailChange change, StoredMessage message) {
    return change.type() == MailChange.Type.EXPUNGE
        && rules.peerIsDovetail()
        && MatchKeys.isVanished(change, message);
  }

  private boolean locateInGap(MailChange change) {
    if (!isFilteredOut(change) && isLostHere(change)) {
      return commonAt(change.uid());
    }
    if (isFilteredOut(change) || !recordedExpunges.containsKey(change.uid())) {
      return false;
    }
    if (expungedHere(change)) {
      return provenAt(change.uid());
    }
    return change.type() == MailChange.Type.SAVE && notCommonFromHere();
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

  private Boolean isSame(StoredMessage message, MailChange change) throws IOException {
    if (change.type() == MailChange.Type.EXPUNGE) {
      boolean otherVanished = rules.peerIsDovetail() && MatchKeys.expungedGuid(change) == null;
      return otherVanished ? Boolean.FALSE : rules.keys().expungeMatches(change, message);
    }
    return rules.keys().same(rules.keys().of(message), rules.keys().of(change));
  }

  private boolean expungedHere(MailChange change) {
    Guid128 recorded = recordedExpunges.get(change.uid());
    return recorded != null
        && change.guid() != null
        && recorded.equals(Guid128.ofMessageGuid(change.guid()));
  }

  private void save(MailChange change, boolean matched) {
    if (matched) {
      StoredMessage message = at(change.uid());
      if (isLostHere(change)) {
        lostHere.add(change);
      } else if (message != null) {
        settle(message);
        common.add(new Common(message, change));
      } else {
        expungedOnlyHere = true;
      }
    } else if (isFilteredOut(change)) {
      // Not for us, and no sign that anything is missing.
    } else if (found) {
      newRemote.add(change);
    } else {
      undecidedRemote.add(change);
    }
  }

  private void expunge(MailChange change, boolean matched) {
    StoredMessage message = at(change.uid());
    if (message == null) {
      return;
    }
    if (matched) {
      settle(message);
      if (!isAwaited(change, message)) {
        expunged.add(message);
        return;
      }
      awaited.add(message);
      if (MatchKeys.isMeantWithoutGuid(change)) {
        expungedUnseen.add(message);
      }
    } else if (rules.isIncremental() && change.uid() <= commonUid) {
      boolean unseen = rules.peerIsDovetail() && MatchKeys.isMeantWithoutGuid(change);
      Boolean same = unseen ? Boolean.TRUE : rules.keys().expungeMatches(change, message);
      if (Boolean.TRUE.equals(same)) {
        expunged.add(message);
      } else if (Boolean.FALSE.equals(same)) {
        historyContradicts = true;
      }
    }
  }

  private void flagChange(MailChange change) throws IOException {
    StoredMessage message = at(change.uid());
    if (message == null || change.uid() > commonUid) {
      return;
    }
    if (Boolean.TRUE.equals(isSame(message, change))) {
      common.add(new Common(message, change));
    } else {
      historyContradicts = true;
    }
  }

  private boolean isFilteredOut(MailChange change) {
    return change.type() == MailChange.Type.SAVE
        && rules.filter().isActive()
        && !rules.filter().matches(change);
  }

  private StoredMessage at(long uid) {
    Integer position = positions.get(uid);
    return position == null ? null : own.get(position);
  }

  private void settle(StoredMessage message) {
    settled.add(message.uid());
  }

  /** The result, once all changes of the peer were accepted. */
  Outcome finish() throws IOException {
    for (MailChange change : undecidedRemote) {
      (change.uid() > commonUid ? newRemote : lostHere).add(change);
    }
    List<MailChange> expungedHere = settleExpungesWithoutGuid();
    newRemote.sort(BY_UID);
    lostHere.sort(BY_UID);
    List<StoredMessage> newLocal = new ArrayList<>();
    List<StoredMessage> lostThere = new ArrayList<>();
    List<StoredMessage> traces = new ArrayList<>();
    for (StoredMessage message : own) {
      boolean isOpen = message.uid() > rules.commonUid() && !settled.contains(message.uid());
      if (isOpen && !vanishedUids.contains(message.uid())) {
        if (!message.present()) {
          traces.add(message);
        } else if (!isHiddenByFilter(message)) {
          (message.uid() > commonUid ? newLocal : lostThere).add(message);
        }
      }
    }
    boolean remoteLags = expungedOnlyHere || !lostThere.isEmpty() || !awaited.isEmpty();
    LostMails losses = new LostMails(rules);
    List<Lost> lost = losses.findUnderOtherUids(lostHere, newLocal, lostThere);
    losses.settleLostThere(lostThere, awaited, newRemote);
    return new Outcome(
        commonUid,
        common,
        expunged,
        newRemote,
        newLocal,
        traces,
        lost,
        lostThere,
        expungedHere,
        historyContradicts,
        remoteLags);
  }

  /**
   * A mail that was expunged without its GUID is believed to be the other end's of the same UID as
   * Dovecot does it: if a later mail is the same at both ends. Else it might be another mail, and
   * comes back.
   *
   * @return the peer's mails that were expunged here so
   */
  private List<MailChange> settleExpungesWithoutGuid() {
    for (StoredMessage message : expungedUnseen) {
      if (message.uid() < provenUid && awaited.remove(message)) {
        expunged.add(message);
      }
    }
    List<MailChange> expungedHere = new ArrayList<>();
    for (MailChange change : lostHere) {
      if (change.uid() < provenUid && expungedUids.contains(change.uid())) {
        expungedHere.add(change);
      }
    }
    if (lostHere.removeAll(expungedHere)) {
      expungedOnlyHere = true;
    }
    return expungedHere;
  }

  private boolean isHiddenByFilter(StoredMessage message) throws IOException {
    if (!rules.filter().isActive() || announcedKeys.contains(rules.keys().of(message))) {
      return false;
    }
    try {
      MailMetadata metadata =
          rules.filter().needsMetadata() ? mailbox.metadata(message.uid()) : null;
      return !rules.filter().matches(message, metadata);
    } catch (MessageGoneException e) {
      return true;
    }
  }

  /**
   * @param commonUid the last UID up to which both ends are the same mailbox
   * @param common messages that both have; their flags are to be merged
   * @param expunged our messages that somebody expunged at the peer
   * @param newRemote the peer's messages above the common UID, ascending
   * @param newLocal ours above the common UID, ascending
   * @param traces ours that have vanished, and that the peer does not have under this UID; they
   *     take no part, as the peer does not hear of them
   * @param lostHere the peer's messages that we lack though nobody expunged them, ascending
   * @param lostThere ours below it that the peer lacks though nobody expunged them, and for which
   *     it must be offered a new UID
   * @param expungedHere the peer's messages that were expunged here by somebody who left no GUID
   * @param historyContradicts the state that the sync was based on cannot be true
   * @param remoteLags some mails below the common UID are only at one end, until the peer follows
   */
  record Outcome(
      long commonUid,
      List<Common> common,
      List<StoredMessage> expunged,
      List<MailChange> newRemote,
      List<StoredMessage> newLocal,
      List<StoredMessage> traces,
      List<Lost> lostHere,
      List<StoredMessage> lostThere,
      List<MailChange> expungedHere,
      boolean historyContradicts,
      boolean remoteLags) {

    /** What we have lost, as the peer has it, and what was expunged, with the GUID it has there. */
    List<MailChange> replies() {
      List<MailChange> replies = new ArrayList<>(lostHere.size() + expungedHere.size());
      for (Lost lost : lostHere) {
        replies.add(lost.remote());
      }
      for (MailChange change : expungedHere) {
        String guid = Guid128.ofMessageGuid(change.guid()).toString();
        replies.add(MailChange.expunge(change.uid(), guid, null));
      }
      return replies;
    }

    /** UIDs of ours that lost mails have now and will not keep, or that nobody has a mail for. */
    Set<Long> movingUids() {
      Set<Long> uids = new HashSet<>();
      for (StoredMessage message : traces) {
        uids.add(message.uid());
      }
      for (Lost lost : lostHere) {
        if (lost.local() != null) {
          uids.add(lost.local().uid());
        }
      }
      return uids;
    }
  }

  /**
   * A mail that we have lost.
   *
   * @param remote the peer's, whose UID it is to have again
   * @param local the same content under another UID; null if it is not here
   */
  record Lost(MailChange remote, StoredMessage local) {}
}
