package dev.dovetail.storage.maildir;

import dev.dovetail.storage.index.IndexState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes to a uidlist that are written together: as an append where that is enough, else as a new
 * file.
 */
final class UidListEdit {
  private static final int TOLERATED_DEAD_RECORDS = 100;

  private final UidListFile file;
  private final UidList list;
  private final List<UidListEntry> appended = new ArrayList<>();

  /** New values of existing records; empty for one that is removed. */
  private final Map<Long, Optional<UidListEntry>> replaced = new HashMap<>();

  private final Map<String, UidListEntry> newBases = new HashMap<>();

  UidListEdit(UidListFile file) throws IOException {
    this.file = file;
    this.list = file.read().orElseThrow();
  }

  UidListHeader header() {
    return list.header().orElseThrow();
  }

  /** The records as they were before the edit. */
  List<UidListEntry> entries() {
    return list.entries();
  }

  /** The record as it was before the edit. */
  Optional<UidListEntry> find(long uid) {
    return list.find(uid);
  }

  boolean isInUse(String base) {
    return newBases.containsKey(base) || file.bases().contains(base);
  }

  /** Adds a record behind all others. */
  void append(UidListEntry entry) {
    appended.add(entry);
    newBases.put(entry.base(), entry);
  }

  /** Puts a record at the place of its UID, in front of others, whether or not there is one. */
  void put(UidListEntry entry) {
    replaced.put(entry.uid(), Optional.of(entry));
    newBases.put(entry.base(), entry);
  }

  void remove(long uid) {
    replaced.put(uid, Optional.empty());
  }

  /**
   * @param nextUid the next UID is at least this. Also where no record says it, the list must: a
   *     session that has it from the index would take the list for broken
   */
  void write(IndexState index, long nextUid) throws IOException {
    int live = index.messages().size();
    boolean wasteful = list.entries().size() > live + live / 2 + TOLERATED_DEAD_RECORDS;
    if (!replaced.isEmpty() || wasteful && !appended.isEmpty() || nextUid > impliedNextUid()) {
      long next = Math.max(nextUid, header().nextUid());
      file.rewrite(header().withNextUid(next), all(index));
    } else {
      file.append(appended, nextUid);
    }
  }

  /** What the list says without a rewrite. */
  private long impliedNextUid() {
    return appended.isEmpty()
        ? header().nextUid()
        : Math.max(header().nextUid(), appended.get(appended.size() - 1).uid() + 1);
  }

  private List<UidListEntry> all(IndexState index) {
    List<UidListEntry> all = new ArrayList<>(list.entries().size() + appended.size());
    for (UidListEntry entry : list.entries()) {
      boolean expunged = entry.uid() < index.nextUid() && index.find(entry.uid()).isEmpty();
      if (!expunged && !replaced.containsKey(entry.uid())) {
        all.add(entry);
      }
    }
    for (Optional<UidListEntry> entry : replaced.values()) {
      entry.ifPresent(all::add);
    }
    all.addAll(appended);
    all.sort(Comparator.comparingLong(UidListEntry::uid));
    return all;
  }
}
