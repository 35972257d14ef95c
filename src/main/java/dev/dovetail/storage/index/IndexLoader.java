package dev.dovetail.storage.index;

import dev.dovetail.failure.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Puts snapshot and logs together to the present state (storage-formats 3.9). */
final class IndexLoader {
  private static final int TRIES = 3;
  private static final long PAUSE_MILLIS = 2;

  private final MailIndex index;

  /**
   * Null if the log is not locked, so that it may be rotated while we read one file and the next.
   */
  private final LogFile locked;

  private IndexLoader(MailIndex index, LogFile locked) {
    this.index = index;
    this.locked = locked;
  }

  static IndexState load(MailIndex index) throws IOException {
    return new IndexLoader(index, null).load();
  }

  /**
   * @param log read through the channel that is locked
   */
  static IndexState load(MailIndex index, LogFile log) throws IOException {
    return new IndexLoader(index, log).load();
  }

  private LogFile readLog() throws IOException {
    return locked != null ? locked : LogFile.read(index.log());
  }

  private IndexState load() throws IOException {
    CorruptIndexException failure = null;
    for (int attempt = 0; attempt < TRIES; attempt++) {
      pause(attempt);
      // The snapshot first: if the log is rotated now, .log.2 has what lies between.
      Optional<IndexState> snapshot;
      try {
        snapshot = Snapshot.read(index.snapshot());
      } catch (CorruptIndexException e) {
        failure = e;
        snapshot = Optional.empty();
      }
      LogFile log = readLog();
      if (failure != null && !log.header().standsAlone()) {
        continue;
      }
      Optional<IndexState> state = connect(snapshot, log);
      if (state.isPresent()) {
        return noteEnd(state.get(), log);
      }
    }
    LogFile log = readLog();
    if (log.header().standsAlone()) {
      return noteEnd(fromStart(log), log);
    }
    if (failure != null) {
      throw failure;
    }
    throw Corruption.in(
        index.log(), "it continues neither " + index.snapshot() + " nor " + index.oldLog());
  }

  private static IndexState noteEnd(IndexState state, LogFile log) {
    state.unfinished = state.headOffset < log.bytes().length;
    return state;
  }

  private static void pause(int attempt) {
    if (attempt > 0) {
      try {
        Thread.sleep(PAUSE_MILLIS * attempt);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Empty if the files do not fit together. */
  private Optional<IndexState> connect(Optional<IndexState> snapshot, LogFile log)
      throws IOException {
    LogHeader header = log.header();
    if (snapshot.isEmpty()) {
      return header.standsAlone() ? Optional.of(fromStart(log)) : throughOldLog(null, log);
    }
    IndexState state = snapshot.get();
    if (state.indexId != header.indexId()) {
      return Optional.empty();
    }
    if (state.logSequence == header.sequence()) {
      return continueFrom(state, log, log.bytes().length) ? Optional.of(state) : Optional.empty();
    }
    if (state.logSequence < header.sequence() && header.standsAlone()) {
      return Optional.of(fromStart(log));
    }
    if (state.logSequence != header.previousSequence()) {
      return Optional.empty();
    }
    if (state.headOffset == header.previousEnd()) {
      IndexReplay replay = new IndexReplay(state);
      replay.enterFile(header);
      replay.apply(log.records());
      return Optional.of(state);
    }
    return throughOldLog(state, log);
  }

  private static IndexState fromStart(LogFile log) throws SyncException {
    IndexState state = IndexState.empty(log.header().indexId());
    IndexReplay replay = new IndexReplay(state);
    replay.enterFile(log.header());
    replay.apply(log.records());
    return state;
  }

  /**
   * Replays the previous log up to where the present one continues it.
   *
   * @param snapshot null to begin with nothing
   */
  private Optional<IndexState> throughOldLog(IndexState snapshot, LogFile log) throws IOException {
    LogHeader header = log.header();
    Path path = index.oldLog();
    Optional<LogFile> found = LogFile.readIfExists(path);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    LogFile old = found.get();
    if (!continues(log, old) || snapshot == null && !old.header().standsAlone()) {
      return Optional.empty();
    }
    int end = (int) header.previousEnd();
    IndexState state = snapshot;
    if (state == null) {
      state = IndexState.empty(header.indexId());
      state.logSequence = old.header().sequence();
      state.headOffset = old.header().size();
    }
    if (!continueFrom(state, old, end) || state.headOffset != end) {
      return Optional.empty();
    }
    IndexReplay replay = new IndexReplay(state);
    replay.enterFile(header);
    replay.apply(log.records());
    return Optional.of(state);
  }

  static boolean continues(LogFile log, LogFile old) {
    LogHeader header = log.header();
    return old.header().indexId() == header.indexId()
        && old.header().sequence() == header.previousSequence()
        && header.previousEnd() >= old.header().size()
        && header.previousEnd() <= old.bytes().length;
  }

  /** Replays a file from where the state is; false if that position is not in it. */
  private static boolean continueFrom(IndexState state, LogFile log, int limit)
      throws SyncException {
    LogHeader header = log.header();
    int head = state.headOffset;
    long tail = state.tailOffset();
    if (head < header.size() || head > limit) {
      return false;
    }
    IndexReplay replay = new IndexReplay(state);
    replay.enterFile(header);
    Bytes.putI32(state.base, BaseHeader.LOG_TAIL, (int) Math.max(tail, header.size()));
    replay.passOver(log.records(header.size(), head));
    if (state.headOffset != head) {
      return false;
    }
    replay.apply(log.records(head, limit));
    return true;
  }
}
