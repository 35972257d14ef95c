package dev.dovetail.brain.mailbox;

import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.LogChanges;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.wire.item.MailChange;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Our messages, and what is known of those that are gone. */
final class OwnHistory {
  private final MailboxView view;
  private final Map<Long, StoredMessage> byUid;
  private final Map<Long, Guid128> recordedExpunges = new HashMap<>();

  /** UIDs of mails that vanished, and of which only the peer can know what they were. */
  private final Set<Long> vanishedUids = new HashSet<>();

  /** Those that were expunged on purpose, if both ends had the same mail under this UID. */
  private final Set<Long> expungedUids = new HashSet<>();

  OwnHistory(MailboxView view, LogChanges log) {
    this.view = view;
    this.byUid = new HashMap<>(view.messages().size() * 3 / 2 + 16);
    for (LogChanges.Expunge expunge : log.expunges()) {
      if (!expunge.guid().isEmpty()) {
        recordedExpunges.put(expunge.uid(), expunge.guid());
        continue;
      }
      vanishedUids.add(expunge.uid());
      if (expunge.meant()) {
        expungedUids.add(expunge.uid());
      }
    }
    for (StoredMessage message : view.messages()) {
      byUid.put(message.uid(), message);
      if (!message.present() && message.guid().isEmpty()) {
        vanishedUids.add(message.uid());
      }
    }
  }

  /** By ascending UID. */
  List<StoredMessage> messages() {
    return view.messages();
  }

  /** Null if there is none. */
  StoredMessage at(long uid) {
    return byUid.get(uid);
  }

  boolean everGave(long uid) {
    return uid < view.uidNext();
  }

  boolean hasVanished(long uid) {
    return vanishedUids.contains(uid);
  }

  /** Whether somebody meant to expunge what was there, but left no GUID. */
  boolean wasExpungedUnnamed(long uid) {
    return expungedUids.contains(uid);
  }

  /** Whether an expunge of this UID is recorded, of whatever mail. */
  boolean recordsExpunge(long uid) {
    return recordedExpunges.containsKey(uid);
  }

  /** Whether the recorded expunge is one of the mail that the peer speaks of. */
  boolean wasExpunged(MailChange change) {
    Guid128 recorded = recordedExpunges.get(change.uid());
    return recorded != null
        && change.guid() != null
        && recorded.equals(Guid128.ofMessageGuid(change.guid()));
  }

  /** What the peer has under the UID of a mail that vanished here is that mail. */
  boolean hasLost(MailChange change) {
    return change.type() == MailChange.Type.SAVE
        && hasVanished(change.uid())
        && !recordsExpunge(change.uid());
  }
}
