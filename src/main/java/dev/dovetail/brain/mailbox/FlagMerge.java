package dev.dovetail.brain.mailbox;

import dev.dovetail.mail.Flags;
import dev.dovetail.storage.LogChanges.FlagChange;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.wire.item.KeywordChange;
import dev.dovetail.wire.item.MailChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Merges the flags and keywords of a mail that both ends have (dsync-protocol 7.4). */
final class FlagMerge {

  private static final FlagChange NOTHING_LOGGED = new FlagChange(0, 0, Map.of());

  /**
   * What both ends shall have.
   *
   * @param remoteMustChange true if the remote's present flags differ from the result
   */
  record Result(int flags, List<String> keywords, boolean remoteMustChange) {}

  private final boolean preferRemote;
  private final boolean wereEqual;
  private boolean unexplained;

  /**
   * @param preferRemote who wins where the ends contradict each other
   * @param wereEqual both had the same flags before what their logs tell; then a difference that no
   *     log explains is left as it is, as somebody's log is not complete
   */
  FlagMerge(boolean preferRemote, boolean wereEqual) {
    this.preferRemote = preferRemote;
    this.wereEqual = wereEqual;
  }

  /** Whether the ends differed though nobody's log tells of a change. */
  boolean isUnexplained() {
    return unexplained;
  }

  /**
   * Both ends' changes count.
   *
   * @param logged what our log says about the message; null for nothing
   */
  Result merge(StoredMessage local, FlagChange logged, MailChange remote) {
    FlagChange localLog = logged == null ? NOTHING_LOGGED : logged;
    int remoteFlags = remote.finalFlags() & Flags.STORED;
    int flags =
        mergeBits(
            local.flags(),
            localLog.addedFlags(),
            localLog.removedFlags(),
            remoteFlags,
            remote.addFlags() & Flags.STORED,
            remote.removeFlags() & Flags.STORED);

    Map<String, KeywordChange.Kind> remoteKeywords = byName(remote.keywordChanges());
    TreeSet<String> names = new TreeSet<>(local.keywords());
    names.addAll(localLog.keywords().keySet());
    names.addAll(remoteKeywords.keySet());
    List<String> keywords = new ArrayList<>();
    boolean remoteMustChange = flags != remoteFlags;
    for (String name : names) {
      KeywordChange.Kind kind = remoteKeywords.get(name);
      int remoteSet = kind != null && kind.isSet() ? 1 : 0;
      int localSet = local.keywords().contains(name) ? 1 : 0;
      Boolean localLogged = localLog.keywords().get(name);
      int merged =
          mergeBits(
              localSet,
              Boolean.TRUE.equals(localLogged) ? 1 : 0,
              // The wire has no "removed, but set now"; both ends must reckon alike.
              Boolean.FALSE.equals(localLogged) ? 1 - localSet : 0,
              remoteSet,
              isAdded(kind) ? 1 : 0,
              isRemoved(kind, remote.keywordsReset()) ? 1 : 0);
      if (merged != 0) {
        keywords.add(name);
      }
      remoteMustChange |= merged != remoteSet;
    }
    return new Result(flags, List.copyOf(keywords), remoteMustChange);
  }

  /** The remote's flags as they are, for a new mail or an end that is made equal. */
  static Result take(MailChange remote) {
    TreeSet<String> keywords = new TreeSet<>();
    for (KeywordChange change : remote.keywordChanges()) {
      if (change.kind() != KeywordChange.Kind.REMOVED) {
        keywords.add(change.keyword());
      }
    }
    return new Result(
        (remote.finalFlags() | remote.addFlags()) & Flags.STORED, List.copyOf(keywords), false);
  }

  private int mergeBits(
      int local, int localAdded, int localRemoved, int remote, int remoteAdded, int remoteRemoved) {
    int addedHereRemovedThere = localAdded & remoteRemoved;
    int removedHereAddedThere = localRemoved & remoteAdded;
    if (preferRemote) {
      localAdded &= ~addedHereRemovedThere;
      localRemoved &= ~removedHereAddedThere;
    } else {
      remoteRemoved &= ~addedHereRemovedThere;
      remoteAdded &= ~removedHereAddedThere;
    }
    int differing = local ^ remote;
    int add = (localAdded | remoteAdded) & differing;
    int remove = (localRemoved | remoteRemoved) & differing;
    int localWanted = (local | add) & ~remove;
    int remoteWanted = (remote | add) & ~remove;
    int undecided = localWanted ^ remoteWanted;
    unexplained |= undecided != 0;
    return preferRemote && !wereEqual ? remoteWanted : localWanted;
  }

  private static boolean isAdded(KeywordChange.Kind kind) {
    return kind == KeywordChange.Kind.ADDED || kind == KeywordChange.Kind.ADDED_AND_FINAL;
  }

  private static boolean isRemoved(KeywordChange.Kind kind, boolean keywordsReset) {
    return kind == KeywordChange.Kind.REMOVED || kind == null && keywordsReset;
  }

  private static Map<String, KeywordChange.Kind> byName(List<KeywordChange> changes) {
    Map<String, KeywordChange.Kind> kinds = new HashMap<>();
    for (KeywordChange change : changes) {
      kinds.put(change.keyword(), change.kind());
    }
    return kinds;
  }
}
