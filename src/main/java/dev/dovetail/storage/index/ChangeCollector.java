package dev.dovetail.storage.index;

import dev.dovetail.failure.SyncException;
import dev.dovetail.mail.Flags;
import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.LogChanges;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gathers the changes above a modseq while logs are walked, oldest first. */
final class ChangeCollector {

  /** What is known so far of one message's flags. */
  private static final class FlagHistory {
    int added;
    int removed;
    Map<String, Boolean> keywords = Map.of();

    void keyword(String name, boolean isAdded) {
      if (keywords.isEmpty()) {
        keywords = new LinkedHashMap<>();
      }
      keywords.put(name, isAdded);
    }
  }

  /** What no mailbox that was ever served has expunged within two log files. */
  private static final int MAX_EXPUNGES = 1 << 22;

  private final long since;
  private final IndexState until;
  private final TreeMap<Long, FlagHistory> flags = new TreeMap<>();
  private final TreeMap<Long, Guid128> expunges = new TreeMap<>();
  private final Map<Long, Guid128> requested = new HashMap<>();
  private final List<LogChanges.AttributeChange> attributes = new ArrayList<>();

  /**
   * @param since changes up to this modseq are not wanted
   */
  ChangeCollector(long since, IndexState until) {
    this.since = since;
    this.until = until;
  }

  void collect(LogFile log, int limit) throws SyncException {
    long highest = log.header().initialModseq();
    LogCursor record = log.records(log.header().size(), limit);
    while (record.next()) {
      highest = ModseqCount.after(highest, record);
      if (record.type() == RecordType.EXPUNGE_GUID && !record.isExternal()) {
        // From before "since", too: its confirmation may come after.
        collectRequests(record);
      } else if (highest > since) {
        collect(record, highest);
      }
    }
  }

  private void collect(LogCursor record, long modseq) throws SyncException {
    if (record.type() == RecordType.EXPUNGE_GUID) {
      collectExpungedGuids(record);
    } else if (record.isBySync()) {
      return;
    }
    switch (record.type()) {
      case RecordType.EXPUNGE -> collectExpunges(record);
      case RecordType.FLAG_UPDATE -> collectFlags(record);
      case RecordType.KEYWORD_UPDATE -> collectKeyword(record);
      case RecordType.KEYWORD_RESET -> collectKeywordReset(record);
      case RecordType.ATTRIBUTE_UPDATE -> AttributeReader.read(record, modseq, attributes);
      default -> {
        // Says nothing of flags, expunges or attributes.
      }
    }
  }

  private void collectRequests(LogCursor record) throws SyncException {
    int entries = record.entries(20);
    for (int i = 0, at = record.payload(); i < entries; i++, at += 20) {
      requested.put(Bytes.u32(record.bytes(), at), Guid128.of(record.bytes(), at + 4));
    }
  }

  private void collectExpungedGuids(LogCursor record) throws SyncException {
    int entries = record.entries(20);
    for (int i = 0, at = record.payload(); i < entries; i++, at += 20) {
      expunge(Bytes.u32(record.bytes(), at), Guid128.of(record.bytes(), at + 4));
    }
  }

  private void expunge(long uid, Guid128 recorded) {
    Guid128 guid = recorded;
    if (guid.isEmpty()) {
      guid = requested.getOrDefault(uid, Guid128.EMPTY);
    }
    if (!guid.isEmpty() || !expunges.containsKey(uid)) {
      expunges.put(uid, guid);
    }
    flags.remove(uid);
  }

  private void collectExpunges(LogCursor record) throws SyncException {
    if (!record.isExternal()) {
      return;
    }
    RangeReader ranges = new RangeReader(record, record.payload(), 8);
    while (ranges.next()) {
      // Whatever a file claims, a mailbox has only the UIDs that it has given out.
      long last = Math.min(ranges.last(), until.nextUid() - 1);
      if (last - ranges.first() >= MAX_EXPUNGES - expunges.size()) {
        throw record.corrupted("expunge of UIDs " + ranges.first() + " to " + last);
      }
      for (long uid = ranges.first(); uid <= last; uid++) {
        expunge(uid, Guid128.EMPTY);
      }
    }
  }

  private void collectFlags(LogCursor record) throws SyncException {
    RangeReader ranges = new RangeReader(record, record.payload(), 12);
    while (ranges.next()) {
      int add = record.bytes()[ranges.position() + 8] & Flags.STORED;
      int remove = record.bytes()[ranges.position() + 9] & Flags.STORED & ~add;
      if (add == 0 && remove == 0) {
        continue;
      }
      int row = until.table.firstFrom(ranges.first());
      for (; isIn(row, ranges); row++) {
        FlagHistory history = history(row);
        history.added = history.added & ~remove | add;
        history.removed = history.removed & ~add | remove;
      }
    }
  }

  /** Messages that are not there any more need no history. */
  private boolean isIn(int row, RangeReader ranges) {
    return row < until.table.rows() && until.table.uid(row) <= ranges.last();
  }

  private FlagHistory history(int row) {
    long uid = until.table.uid(row);
    FlagHistory history = flags.get(uid);
    if (history == null) {
      history = new FlagHistory();
      flags.put(uid, history);
    }
    return history;
  }

  private void collectKeyword(LogCursor record) throws SyncException {
    KeywordUpdate update = KeywordUpdate.read(record);
    String name = until.keywordSpelling(update.name());
    RangeReader ranges = new RangeReader(record, update.rangesAt(), 8);
    while (ranges.next()) {
      int row = until.table.firstFrom(ranges.first());
      for (; isIn(row, ranges); row++) {
        history(row).keyword(name, update.add());
      }
    }
  }

  /** The log does not say which keywords there were: none of the mailbox's is left. */
  private void collectKeywordReset(LogCursor record) throws SyncException {
    RangeReader ranges = new RangeReader(record, record.payload(), 8);
    while (ranges.next()) {
      int row = until.table.firstFrom(ranges.first());
      for (; isIn(row, ranges); row++) {
        for (String name : until.keywordNames()) {
          history(row).keyword(name, false);
        }
      }
    }
  }

  LogChanges result(boolean complete) {
    Map<Long, LogChanges.FlagChange> flagChanges = new LinkedHashMap<>();
    for (Map.Entry<Long, FlagHistory> entry : flags.entrySet()) {
      FlagHistory history = entry.getValue();
      flagChanges.put(
          entry.getKey(),
          new LogChanges.FlagChange(history.added, history.removed, history.keywords));
    }
    List<LogChanges.Expunge> gone = new ArrayList<>(expunges.size());
    for (Map.Entry<Long, Guid128> entry : expunges.entrySet()) {
      gone.add(new LogChanges.Expunge(entry.getKey(), entry.getValue()));
    }
    return new LogChanges(complete, flagChanges, gone, attributes);
  }
}
