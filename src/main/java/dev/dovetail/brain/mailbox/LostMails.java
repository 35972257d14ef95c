package dev.dovetail.brain.mailbox;

import dev.dovetail.brain.mailbox.ChangeMatch.Lost;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.wire.item.MailChange;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Settles what becomes of mails that one of both ends has lost. */
final class LostMails {
  private final ImportRules rules;

  LostMails(ImportRules rules) {
    this.rules = rules;
  }

  /** A lost mail may be here under another UID: its file was there, but nobody knew its UID. */
  List<Lost> findUnderOtherUids(
      List<MailChange> lostHere, List<StoredMessage> newLocal, List<StoredMessage> lostThere)
      throws IOException {
    List<Lost> lost = new ArrayList<>();
    Map<String, Deque<StoredMessage>> byKey = new HashMap<>();
    if (!lostHere.isEmpty()) {
      index(newLocal, byKey);
      index(lostThere, byKey);
    }
    Set<StoredMessage> found = Collections.newSetFromMap(new IdentityHashMap<>());
    for (MailChange change : lostHere) {
      Deque<StoredMessage> candidates = byKey.get(rules.keys().of(change));
      StoredMessage same = candidates == null ? null : candidates.poll();
      if (same != null) {
        found.add(same);
      }
      if (same == null || !peerTakesOver(same, change)) {
        lost.add(new Lost(change, same));
      }
    }
    newLocal.removeAll(found);
    lostThere.removeAll(found);
    return lost;
  }

  /** Each end may find that the other has lost its UID; then the lower one stays. */
  private boolean peerTakesOver(StoredMessage ours, MailChange theirs) {
    return rules.remoteFollows() && rules.peerIsDovetail() && ours.uid() < theirs.uid();
  }

  private void index(List<StoredMessage> messages, Map<String, Deque<StoredMessage>> byKey)
      throws IOException {
    for (StoredMessage message : messages) {
      if (message.present()) {
        byKey.computeIfAbsent(rules.keys().of(message), key -> new ArrayDeque<>(1)).add(message);
      }
    }
  }

  /**
   * A Dovetail takes back what it has lost under the old UIDs, so nothing is to be done here, nor
   * with what it calls new. A sender of {@code -1} takes nothing back, yet a mail that it says has
   * vanished keeps its UID here. For Dovecot a lost mail must become a new one.
   */
  void settleLostThere(
      List<StoredMessage> lostThere, List<StoredMessage> awaited, List<MailChange> newRemote)
      throws IOException {
    Map<String, Deque<StoredMessage>> kept = new HashMap<>();
    index(awaited, kept);
    if (!rules.remoteFollows()) {
      removeKept(newRemote, kept);
      retainOffered(lostThere, newRemote);
    } else if (rules.peerIsDovetail()) {
      index(lostThere, kept);
      removeKept(newRemote, kept);
      lostThere.clear();
    }
  }

  private void removeKept(List<MailChange> newRemote, Map<String, Deque<StoredMessage>> kept) {
    newRemote.removeIf(
        change -> {
          Deque<StoredMessage> same = kept.get(rules.keys().of(change));
          return same != null && same.poll() != null;
        });
  }

  private void retainOffered(List<StoredMessage> lostThere, List<MailChange> newRemote)
      throws IOException {
    Set<String> offered = new HashSet<>();
    for (MailChange change : newRemote) {
      offered.add(rules.keys().of(change));
    }
    List<StoredMessage> offeredOnly = new ArrayList<>();
    for (StoredMessage message : lostThere) {
      if (offered.contains(rules.keys().of(message))) {
        offeredOnly.add(message);
      }
    }
    lostThere.retainAll(offeredOnly);
  }
}
