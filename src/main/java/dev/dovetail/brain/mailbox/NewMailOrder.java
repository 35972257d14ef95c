package dev.dovetail.brain.mailbox;

import dev.dovetail.storage.StoredMessage;
import dev.dovetail.wire.item.MailChange;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives UIDs to the mails that are new on either end (dsync-protocol 7.5). Both ends compute this
 * alone, and must come to the same result.
 */
final class NewMailOrder {

  /** A mail and the UID it shall have on both ends; at least one side knows it already. */
  record Placed(String key, long uid, MailChange remote, StoredMessage local) {}

  /**
   * @param nextUid the first UID that nobody uses
   */
  record Result(List<Placed> mails, long nextUid) {}

  private static final class Entry {
    final String key;
    final long uid;
    MailChange remote;
    StoredMessage local;
    Entry link;
    boolean usable;
    boolean placed;

    Entry(String key, long uid, MailChange remote, StoredMessage local) {
      this.key = key;
      this.uid = uid;
      this.remote = remote;
      this.local = local;
    }
  }

  private final MatchKeys keys;
  private final long ownUidNext;
  private final long remoteUidNext;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Deque<Entry>> unlinkedLocal = new HashMap<>();
  private final Map<String, Deque<Entry>> unlinkedRemote = new HashMap<>();

  NewMailOrder(MatchKeys keys, long ownUidNext, long remoteUidNext) {
    this.keys = keys;
    this.ownUidNext = ownUidNext;
    this.remoteUidNext = remoteUidNext;
  }

  Result place(ChangeMatch.Outcome match) throws IOException {
    merge(keyedRemote(match.newRemote()), keyedLocal(match.newLocal()));
    // Lost mails come last, so that a peer which knows nothing of them places the others alike.
    merge(List.of(), keyedLocal(match.lostThere()));
    return assign();
  }

  private List<Entry> keyedRemote(List<MailChange> changes) {
    List<Entry> list = new ArrayList<>(changes.size());
    for (MailChange change : changes) {
      list.add(new Entry(keys.of(change), change.uid(), change, null));
    }
    return list;
  }

  private List<Entry> keyedLocal(List<StoredMessage> messages) throws IOException {
    List<Entry> list = new ArrayList<>(messages.size());
    for (StoredMessage message : messages) {
      list.add(new Entry(keys.of(message), message.uid(), null, message));
    }
    return list;
  }

  private void merge(List<Entry> remote, List<Entry> local) {
    int r = 0;
    int l = 0;
    while (r < remote.size() || l < local.size()) {
      int order = compareHeads(remote, r, local, l);
      if (order == 0) {
        Entry both = remote.get(r++);
        both.local = local.get(l++).local;
        both.usable = true;
        entries.add(both);
      } else {
        append(order < 0 ? remote.get(r++) : local.get(l++));
      }
    }
  }

  private static int compareHeads(List<Entry> remote, int r, List<Entry> local, int l) {
    if (r == remote.size() || l == local.size()) {
      return r == remote.size() ? 1 : -1;
    }
    int byKey = remote.get(r).key.compareTo(local.get(l).key);
    return byKey != 0 ? byKey : Long.compare(remote.get(r).uid, local.get(l).uid);
  }

  private void append(Entry entry) {
    boolean isLocal = entry.local != null;
    entry.usable = entry.uid >= (isLocal ? remoteUidNext : ownUidNext);
    entries.add(entry);
    Deque<Entry> partners = (isLocal ? unlinkedRemote : unlinkedLocal).get(entry.key);
    if (partners == null || partners.isEmpty()) {
      (isLocal ? unlinkedLocal : unlinkedRemote)
          .computeIfAbsent(entry.key, key -> new ArrayDeque<>())
          .add(entry);
      return;
    }
    Entry earlier = partners.poll();
    earlier.link = entry;
    entry.link = earlier;
    if (earlier.uid == entry.uid) {
      earlier.usable = true;
    }
  }

  private Result assign() {
    List<Placed> placed = new ArrayList<>(entries.size());
    long next = Math.max(ownUidNext, remoteUidNext);
    for (Entry entry : entries) {
      if (entry.placed) {
        continue;
      }
      long uid;
      if (entry.usable) {
        uid = entry.uid;
      } else if (entry.link != null && entry.link.usable) {
        uid = entry.link.uid;
      } else {
        uid = next++;
      }
      MailChange remote = entry.remote;
      StoredMessage local = entry.local;
      if (entry.link != null) {
        entry.link.placed = true;
        remote = remote != null ? remote : entry.link.remote;
        local = local != null ? local : entry.link.local;
      }
      placed.add(new Placed(entry.key, uid, remote, local));
    }
    return new Result(placed, next);
  }
}
