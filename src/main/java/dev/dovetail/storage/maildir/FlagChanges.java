package dev.dovetail.storage.maildir;

import dev.dovetail.storage.index.IndexTransaction;
import dev.dovetail.storage.index.UidRanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects changes of flags and keywords, message by message in ascending order of UID, so that
 * each kind of change becomes one record of the log.
 */
final class FlagChanges {
  private final Map<Integer, UidRanges> flags = new TreeMap<>();
  private final Map<String, UidRanges> added = new TreeMap<>();
  private final Map<String, UidRanges> removed = new TreeMap<>();

  /** Notes what makes {@code before} become {@code after}; bits may include the index's own. */
  void flags(long uid, int before, int after) {
    if (before != after) {
      int key = (after & ~before) << 8 | before & ~after;
      flags.computeIfAbsent(key, k -> new UidRanges()).add(uid);
    }
  }

  void keywords(long uid, List<String> before, List<String> after) {
    if (before.equals(after)) {
      return;
    }
    for (String keyword : after) {
      if (!contains(before, keyword)) {
        added.computeIfAbsent(keyword, k -> new UidRanges()).add(uid);
      }
    }
    for (String keyword : before) {
      if (!contains(after, keyword)) {
        removed.computeIfAbsent(keyword, k -> new UidRanges()).add(uid);
      }
    }
  }

  void appendTo(IndexTransaction transaction) {
    for (Map.Entry<Integer, UidRanges> change : flags.entrySet()) {
      int key = change.getKey();
      transaction.flags(change.getValue(), key >> 8, key & 0xff);
    }
    for (Map.Entry<String, UidRanges> change : removed.entrySet()) {
      transaction.keyword(false, change.getKey(), change.getValue());
    }
    for (Map.Entry<String, UidRanges> change : added.entrySet()) {
      transaction.keyword(true, change.getKey(), change.getValue());
    }
  }

  /** Keywords that differ only in case are the same. */
  static boolean contains(List<String> keywords, String wanted) {
    for (String keyword : keywords) {
      if (keyword.equalsIgnoreCase(wanted)) {
        return true;
      }
    }
    return false;
  }

  /** {@code list} with {@code keyword}, sorted. */
  static List<String> with(List<String> list, String keyword) {
    List<String> longer = new ArrayList<>(list);
    longer.add(keyword);
    longer.sort(null);
    return longer;
  }
}
