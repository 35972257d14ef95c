package dev.dovetail.storage.index;

import dev.dovetail.storage.lock.Deadline;
import dev.dovetail.storage.lock.ProcessLock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/** Puts a new log in the place of one that is corrupted (storage-formats 3.13). */
final class CorruptedLog {
  private static final int SEQUENCE = 8;
  private static final int INITIAL_MODSEQ = 24;
  private static final int MIN_RECORD = 8;
  private static final long MAX_SEQUENCE = 1L << 31;

  /** No mailbox comes there by counting; what is higher is damage. */
  private static final long MAX_MODSEQ = 1L << 40;

  private final MailIndex index;

  CorruptedLog(MailIndex index) {
    this.index = index;
  }

  /** Does nothing if somebody else has mended it meanwhile. */
  void replace(IndexTransaction first, Deadline deadline) throws IOException {
    Path path = index.log();
    try (ProcessLock processLock = ProcessLock.exclusive(path, deadline);
        FileChannel channel = LockedIndex.openLocked(path, deadline)) {
      byte[] bytes = IndexFiles.read(channel, path);
      if (isCorrupted(bytes)) {
        index.restart(remains(bytes), first);
      }
    }
  }

  private boolean isCorrupted(byte[] bytes) throws IOException {
    try {
      LogFile log = LogFile.of(index.log(), bytes);
      LockedIndex.tornBytes(log, IndexLoader.load(index, log).headOffset);
      return false;
    } catch (CorruptIndexException e) {
      return true;
    }
  }

  /**
   * What still counts: identity and sequence, so that open sessions follow, and a modseq that is
   * above all that the log can have given out, so that nobody takes the new ones for old.
   */
  private IndexState remains(byte[] bytes) throws IOException {
    LogHeader header = headerOf(bytes);
    IndexState state = IndexState.empty(header.indexId());
    IndexReplay replay = new IndexReplay(state);
    replay.enterFile(header);
    try {
      int from = Math.min(header.size(), bytes.length);
      replay.apply(new LogCursor(index.log(), bytes, 0, from, bytes.length));
    } catch (CorruptIndexException e) {
      // That is why we are here: this far and no further.
    }
    state.highestModseq =
        Math.max(plausible(state.highestModseq), modseqOfSnapshot()) + bytes.length / MIN_RECORD;
    return state;
  }

  /** A log that nobody can identify gets an identity of its own. */
  private LogHeader headerOf(byte[] bytes) throws IOException {
    long id;
    try {
      id = LogHeader.parse(bytes, index.log()).indexId();
    } catch (CorruptIndexException e) {
      id = System.currentTimeMillis() / 1000;
    }
    boolean isThere = bytes.length >= LogHeader.SIZE;
    long sequence = isThere ? Bytes.u32(bytes, SEQUENCE) : 0;
    long modseq = isThere ? Bytes.u64(bytes, INITIAL_MODSEQ) : 0;
    return new LogHeader(
        LogHeader.SIZE,
        id,
        Math.max(1, sequence < MAX_SEQUENCE ? sequence : 0),
        0,
        0,
        plausible(modseq));
  }

  private static long plausible(long modseq) {
    return modseq > 0 && modseq < MAX_MODSEQ ? modseq : 1;
  }

  private long modseqOfSnapshot() throws IOException {
    try {
      Optional<IndexState> snapshot = Snapshot.read(index.snapshot());
      return plausible(snapshot.map(IndexState::highestModseq).orElse(1L));
    } catch (CorruptIndexException e) {
      return 1;
    }
  }
}
