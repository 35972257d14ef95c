package dev.dovetail.storage.maildir;

import dev.dovetail.storage.index.IndexState;
import dev.dovetail.storage.index.IndexedMessage;
import dev.dovetail.storage.maildir.MaildirScan.Found;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The records of a uidlist, each with the file that it names. Names are compared once; from then on
 * a file is found by the place of its record.
 */
final class ListedFiles {
  private final MaildirScan scan;
  private final List<UidListEntry> entries;
  private final List<Found> files;
  private final Set<Long> missing = new HashSet<>();

  /** Places of records whose UIDs the index does not have. */
  private final BitSet unindexed = new BitSet();

  /**
   * @param list in ascending order of UID
   */
  ListedFiles(List<UidListEntry> list, MaildirScan scan) {
    this.scan = scan;
    this.entries = new ArrayList<>(list);
    this.files = new ArrayList<>(list.size());
    for (UidListEntry entry : list) {
      files.add(scan.files().get(entry.base()));
    }
  }

  /** In ascending order of UID. */
  List<UidListEntry> entries() {
    return entries;
  }

  /** The records from a UID on. */
  List<UidListEntry> from(long uid) {
    return entries.subList(firstFrom(uid), entries.size());
  }

  private int firstFrom(long uid) {
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle).uid() < uid) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  MaildirScan scan() {
    return scan;
  }

  /** Adds a record; its UID is above all others. */
  void add(UidListEntry entry) {
    entries.add(entry);
    files.add(scan.files().get(entry.base()));
  }

  /** UIDs in the index whose files are gone, as {@link #compareWith} found them; may be changed. */
  Set<Long> missing() {
    return missing;
  }

  void compareWith(IndexState index, MaildirPaths paths) throws IOException {
    compareWith(index);
    if (!missing.isEmpty()) {
      // A file that another program renames during a listing may not be in it.
      MaildirScan.of(paths, entries.size()).files().forEach(scan.files()::putIfAbsent);
      for (int at = 0; at < entries.size(); at++) {
        files.set(at, scan.files().get(entries.get(at).base()));
      }
      compareWith(index);
    }
  }

  private void compareWith(IndexState index) {
    missing.clear();
    unindexed.clear();
    int at = 0;
    for (IndexedMessage message : index.messages()) {
      int from = at;
      while (at < entries.size() && entries.get(at).uid() < message.uid()) {
        at++;
      }
      unindexed.set(from, at);
      boolean listed = at < entries.size() && entries.get(at).uid() == message.uid();
      if (!listed || files.get(at) == null) {
        missing.add(message.uid());
      }
      at += listed ? 1 : 0;
    }
    unindexed.set(at, entries.size());
  }

  /**
   * Takes out the records of files whose UIDs an index with this next UID has had, and has no more.
   */
  List<UidListEntry> takeReappeared(long nextUid) {
    List<UidListEntry> reappeared = new ArrayList<>();
    for (int at = entries.size() - 1; at >= 0; at--) {
      Found file = files.get(at);
      // Of two records with one name the last counts.
      if (file != null && file.claim() && unindexed.get(at) && entries.get(at).uid() < nextUid) {
        reappeared.add(entries.remove(at));
        files.remove(at);
      }
    }
    return reappeared;
  }

  /** The bases of the files that no record named when {@link #takeReappeared} looked. */
  List<String> unlisted() {
    List<String> unlisted = new ArrayList<>();
    scan.files()
        .forEach(
            (base, file) -> {
              if (!file.isClaimed()) {
                unlisted.add(base);
              }
            });
    return unlisted;
  }

  /** Takes out the file of a record, which is to be removed; null if there is none. */
  Found takeFile(UidListEntry entry) {
    files.set(firstFrom(entry.uid()), null);
    return scan.files().remove(entry.base());
  }

  /** Finds the files of messages that are asked for by ascending UID. */
  final class Walk {
    private int at;

    /** Null if no file of this UID is known. */
    Found fileOf(long uid) {
      while (at < entries.size() && entries.get(at).uid() < uid) {
        at++;
      }
      return at < entries.size() && entries.get(at).uid() == uid ? files.get(at) : null;
    }
  }
}
