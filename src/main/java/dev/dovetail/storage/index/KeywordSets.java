package dev.dovetail.storage.index;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The keyword names of a mailbox, and the sets of them that messages have, each set once. Names
 * that differ only in case are one keyword; its first spelling counts.
 */
final class KeywordSets {
  private final List<String> names = new ArrayList<>();
  private final Map<String, String> spellings = new HashMap<>();
  private final Map<List<String>, List<String>> sets = new HashMap<>();

  KeywordSets copy() {
    KeywordSets copy = new KeywordSets();
    copy.names.addAll(names);
    copy.spellings.putAll(spellings);
    copy.sets.putAll(sets);
    return copy;
  }

  List<String> names() {
    return Collections.unmodifiableList(names);
  }

  /** The mailbox's spelling of {@code name}, or {@code name} if it is unknown. */
  String spelling(String name) {
    return spellings.getOrDefault(fold(name), name);
  }

  /** The mailbox's spelling of {@code name}, which becomes known. */
  String register(String name) {
    String known = spellings.putIfAbsent(fold(name), name);
    if (known != null) {
      return known;
    }
    names.add(name);
    return name;
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  List<String> with(List<String> set, String name) {
    int at = Collections.binarySearch(set, name);
    if (at >= 0) {
      return set;
    }
    List<String> larger = new ArrayList<>(set.size() + 1);
    larger.addAll(set);
    larger.add(-at - 1, name);
    return shared(larger);
  }

  List<String> without(List<String> set, String name) {
    int at = Collections.binarySearch(set, name);
    if (at < 0) {
      return set;
    }
    List<String> smaller = new ArrayList<>(set);
    smaller.remove(at);
    return shared(smaller);
  }

  /** The set of the names whose bits are set, lowest bit of the first byte first. */
  List<String> ofMask(byte[] bytes, int from, int length) {
    List<String> set = new ArrayList<>();
    for (int bit = 0; bit < length * 8 && bit < names.size(); bit++) {
      if ((bytes[from + bit / 8] >> bit % 8 & 1) != 0) {
        set.add(names.get(bit));
      }
    }
    Collections.sort(set);
    return shared(set);
  }

  private List<String> shared(List<String> set) {
    List<String> known = sets.get(set);
    if (known == null) {
      known = List.copyOf(set);
      sets.put(known, known);
    }
    return known;
  }
}
