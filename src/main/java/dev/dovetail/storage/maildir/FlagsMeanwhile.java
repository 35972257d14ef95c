package dev.dovetail.storage.maildir;

import dev.dovetail.mail.Flags;
import dev.dovetail.storage.index.IndexState;
import dev.dovetail.storage.index.IndexedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps the flags that somebody sets or clears after we looked at a mailbox and before we act. */
final class FlagsMeanwhile {

  /**
   * @param flags bits of {@link Flags#STORED}
   */
  record Result(int flags, List<String> keywords) {}

  private final Optional<IndexState> seen;

  /**
   * @param seen what the wanted flags are based on; empty if on nothing that can have changed
   */
  FlagsMeanwhile(Optional<IndexState> seen) {
    this.seen = seen;
  }

  /** The wanted flags with what happened to the message since. */
  Result keep(IndexedMessage now, int flags, List<String> keywords) {
    int wanted = flags & Flags.STORED;
    Optional<IndexedMessage> before = seen.flatMap(state -> state.find(now.uid()));
    if (before.isEmpty()) {
      return new Result(wanted, keywords);
    }
    int old = before.get().flags() & Flags.STORED;
    int present = now.flags() & Flags.STORED;
    return new Result(
        (wanted | present & ~old) & ~(old & ~present),
        keep(before.get().keywords(), now.keywords(), keywords));
  }

  private static List<String> keep(List<String> old, List<String> present, List<String> wanted) {
    if (old.equals(present)) {
      return wanted;
    }
    List<String> kept = new ArrayList<>(wanted);
    kept.removeIf(
        keyword -> FlagChanges.contains(old, keyword) && !FlagChanges.contains(present, keyword));
    for (String keyword : present) {
      if (!FlagChanges.contains(old, keyword) && !FlagChanges.contains(kept, keyword)) {
        kept.add(keyword);
      }
    }
    kept.sort(null);
    return kept;
  }
}
