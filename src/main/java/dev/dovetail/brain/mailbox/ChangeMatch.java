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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Sorts the peer's changes, as they arrive, and our own messages by what has to be done about them.
 *
 * <p>Deviation: Dovecot expunges a message below the last common UID that the peer does not
 * mention, and drops one that we lack. Here both are mails that one end has lost: they come back,
 * unless somebody recorded an expunge with the GUID.
 */
final class ChangeMatch {

  /** A message that both ends have, with what the peer says about its flags. */
  record Common(StoredMessage local, MailChange remote) {}

  private static final Comparator<MailChange> BY_UID =
      (one, other) -> Long.compare(one.uid(), other.uid());

  private final MailboxStore mailbox;
  private final ImportRules rules;
  private final OwnHistory own;
  private final CommonUidSearch search;
  private final Set<Long> settled = new HashSet<>();
  private final Set<String> announcedKeys = new HashSet<>();

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
    this.rules = rules;
    this.own = new OwnHistory(view, log);
    this.search = new CommonUidSearch(own, rules);
  }

  void accept(MailChange change) throws IOException {
    boolean matched = search.locate(change);
    if (rules.filter().isActive() && change.type() == MailChange.Type.SAVE) {
      announcedKeys.add(rules.keys().of(change));
    }
    switch (change.type()) {
      case SAVE -> save(change, matched);
      case EXPUNGE -> expunge(change, matched);
      case FLAG_CHANGE -> flagChange(change);
    }
  }

  private void save(MailChange change, boolean matched) {
    if (matched) {
      StoredMessage message = own.at(change.uid());
      if (own.hasLost(change)) {
        lostHere.add(change);
      } else if (message != null) {
        settle(message);
        common.add(new Common(message, change));
      } else {
        expungedOnlyHere = true;
      }
    } else if (rules.isFilteredOut(change)) {
      // Not for us, and no sign that anything is missing.
    } else if (search.isOver()) {
      newRemote.add(change);
    } else {
      undecidedRemote.add(change);
    }
  }

  private void expunge(MailChange change, boolean matched) {
    StoredMessage message = own.at(change.uid());
    if (message == null) {
      return;
    }
    if (matched) {
      settle(message);
      if (!rules.isAwaited(change, message)) {
        expunged.add(message);
        return;
      }
      awaited.add(message);
      if (MatchKeys.isMeantWithoutGuid(change)) {
        expungedUnseen.add(message);
      }
    } else if (rules.isIncremental() && change.uid() <= search.commonUid()) {
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
    StoredMessage message = own.at(change.uid());
    if (message == null || change.uid() > search.commonUid()) {
      return;
    }
    if (Boolean.TRUE.equals(rules.isSame(message, change))) {
      common.add(new Common(message, change));
    } else {
      historyContradicts = true;
    }
  }

  private void settle(StoredMessage message) {
    settled.add(message.uid());
  }

  /** The result, once all changes of the peer were accepted. */
  Outcome finish() throws IOException {
    long commonUid = search.commonUid();
    for (MailChange change : undecidedRemote) {
      (change.uid() > commonUid ? newRemote : lostHere).add(change);
    }
    List<MailChange> expungedHere = settleExpungesWithoutGuid();
    newRemote.sort(BY_UID);
    lostHere.sort(BY_UID);
    List<StoredMessage> newLocal = new ArrayList<>();
    List<StoredMessage> lostThere = new ArrayList<>();
    List<StoredMessage> traces = new ArrayList<>();
    for (StoredMessage message : own.messages()) {
      boolean isOpen = message.uid() > rules.commonUid() && !settled.contains(message.uid());
      if (isOpen && !own.hasVanished(message.uid())) {
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
      if (message.uid() < search.provenUid() && awaited.remove(message)) {
        expunged.add(message);
      }
    }
    List<MailChange> expungedHere = new ArrayList<>();
    for (MailChange change : lostHere) {
      if (change.uid() < search.provenUid() && own.wasExpungedUnnamed(change.uid())) {
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
