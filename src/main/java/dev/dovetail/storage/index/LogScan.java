package dev.dovetail.storage.index;

import dev.dovetail.storage.LogChanges;
import dev.dovetail.storage.lock.ProcessLock;
import java.io.IOException;
import java.util.Optional;

/** Finds in a log what happened since a modseq (storage-formats 5.a, dsync-protocol 6.2). */
public final class LogScan {
  private static final int TRIES = 3;

  private LogScan() {}

  /** Scans to the end of the log. */
  public static LogChanges changesSince(MailIndex index, long modseq) throws IOException {
    return changesSince(index, modseq, index.read());
  }

  /**
   * Scans to the position of {@code until}, without a lock.
   *
   * @param modseq changes above it are wanted; 0 for all that the log holds
   * @param until what was read from this index before
   * @throws CorruptIndexException if the files are corrupted
   */
  public static LogChanges changesSince(MailIndex index, long modseq, IndexState until)
      throws IOException {
    ProcessLock reading = index.shareWithThisProcess();
    try (reading) {
      for (int attempt = 0; attempt < TRIES; attempt++) {
        LogFile log = LogFile.read(index.log());
        Optional<LogFile> old = log.header().standsAlone() ? Optional.empty() : readOld(index);
        if (old.isEmpty() || IndexLoader.continues(log, old.get())) {
          return scan(log, old, modseq, until);
        }
      }
      // The previous log belongs to something else: the present one is all there is.
      return scan(LogFile.read(index.log()), Optional.empty(), modseq, until);
    }
  }

  /** A previous log that is damaged tells nothing any more. */
  private static Optional<LogFile> readOld(MailIndex index) throws IOException {
    try {
      return LogFile.readIfExists(index.oldLog());
    } catch (CorruptIndexException e) {
      return Optional.empty();
    }
  }

  private static LogChanges scan(LogFile log, Optional<LogFile> old, long modseq, IndexState until)
      throws IOException {
    LogFile oldest = old.orElse(log);
    boolean endsInLog = isIn(until, log);
    boolean endsInOld = old.isPresent() && isIn(until, old.get());
    boolean complete =
        (endsInLog || endsInOld)
            && (modseq >= oldest.header().initialModseq() || isWholeHistory(oldest))
            && modseq <= until.highestModseq();
    ChangeCollector collector = new ChangeCollector(complete ? modseq : 0, until);
    if (old.isPresent()) {
      long end = endsInOld ? until.headOffset() : log.header().previousEnd();
      collector.collect(old.get(), (int) Math.min(end, old.get().bytes().length));
    }
    if (!endsInOld) {
      long end = endsInLog ? until.headOffset() : log.bytes().length;
      collector.collect(log, (int) Math.min(end, log.bytes().length));
    }
    return collector.result(complete);
  }

  private static boolean isIn(IndexState state, LogFile log) {
    return log.header().indexId() == state.indexId()
        && log.header().sequence() == state.logSequence();
  }

  private static boolean isWholeHistory(LogFile oldest) {
    return oldest.header().standsAlone() && oldest.header().initialModseq() == 1;
  }
}
