package dev.dovetail.brain.mailbox;

import dev.dovetail.brain.mailbox.ChangeMatch.Common;
import dev.dovetail.storage.MailMetadata;
import dev.dovetail.storage.MailboxStore;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.storage.MessageGoneException;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.wire.item.MailChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares the peer's changes with our messages at the end that is made equal: the receiver of a
 * backup.
 */
final class EqualMatch {

  private final MailboxStore mailbox;
  private final MailboxView view;
  private final ImportRules rules;
  private final Map<Long, StoredMessage> own = new HashMap<>();
  private final TreeMap<Long, StoredMessage> surplus = new TreeMap<>();
  private final List<Common> common = new ArrayList<>();
  private final List<MailChange> missing = new ArrayList<>();
  private boolean historyContradicts;
  private boolean keepsMore;

  EqualMatch(MailboxStore mailbox, MailboxView view, ImportRules rules) {
    this.mailbox = mailbox;
    this.view = view;
    this.rules = rules;
    for (StoredMessage message : view.messages()) {
      own.put(message.uid(), message);
      if (message.uid() > rules.commonUid()) {
        surplus.put(message.uid(), message);
      }
    }
  }

  void accept(MailChange change) throws IOException {
    StoredMessage message = own.get(change.uid());
    switch (change.type()) {
      case SAVE -> save(change, message);
      case EXPUNGE -> {
        if (message != null && rules.peerIsDovetail() && MatchKeys.isVanished(change, message)) {
          // The source has lost this mail, and nobody expunged it: the backup keeps it.
          surplus.remove(message.uid());
          keepsMore = true;
        } else if (message != null && change.uid() <= rules.commonUid()) {
          surplus.put(message.uid(), message);
        }
      }
      case FLAG_CHANGE -> {
        if (message != null && isSame(message, change)) {
          common.add(new Common(message, change));
        } else {
          historyContradicts = true;
        }
      }
    }
  }

  private void save(MailChange change, StoredMessage message) throws IOException {
    if (message != null && isSame(message, change)) {
      surplus.remove(change.uid());
      common.add(new Common(message, change));
    } else if (!rules.filter().isActive() || rules.filter().matches(change)) {
      missing.add(change);
    }
  }

  private boolean isSame(StoredMessage message, MailChange change) throws IOException {
    return rules.keys().same(rules.keys().of(message), rules.keys().of(change));
  }

  /** True if our mailbox has given UIDs that the peer's has not, or gives differently. */
  boolean needsNewMailbox() {
    return view.uidNext() > rules.remoteUidNext()
        || !missing.isEmpty() && missing.get(0).uid() < view.uidNext();
  }

  /** Ours that an incremental list need not mention, because nothing happened to them. */
  List<StoredMessage> unmentioned() {
    Set<Long> mentioned = new HashSet<>(surplus.keySet());
    for (Common pair : common) {
      mentioned.add(pair.local().uid());
    }
    List<StoredMessage> list = new ArrayList<>();
    for (StoredMessage message : view.messages()) {
      if (!mentioned.contains(message.uid())) {
        list.add(message);
      }
    }
    return list;
  }

  List<Common> common() {
    return common;
  }

  /** The peer's mails that we lack, in ascending order of UID. */
  List<MailChange> missing() {
    return missing;
  }

  /** Ours that the peer does not have; mails that a filter hides are left alone. */
  List<StoredMessage> surplus() throws IOException {
    List<StoredMessage> list = new ArrayList<>();
    for (StoredMessage message : surplus.values()) {
      if (!rules.filter().isActive() || takesPart(message)) {
        list.add(message);
      }
    }
    return list;
  }

  private boolean takesPart(StoredMessage message) throws IOException {
    try {
      MailMetadata metadata =
          rules.filter().needsMetadata() ? mailbox.metadata(message.uid()) : null;
      return rules.filter().matches(message, metadata);
    } catch (MessageGoneException e) {
      return false;
    }
  }

  /** Whether mails stay that the peer has lost. */
  boolean keepsMore() {
    return keepsMore;
  }

  boolean historyContradicts() {
    return historyContradicts;
  }
}
