package dev.dovetail.storage.index;

import dev.dovetail.storage.LogChanges;
import java.io.IOException;

/** Finds in a log what happened since a modseq (storage-formats 5.a, dsync-protocol 6.2). */
public final class LogScan {
  private LogScan() {}

  /**
   * Scans to the position of {@code until}, without a lock.
   *
   * @param modseq changes above it are wanted; 0 for all that the log holds
   * @param until what was read from this index before
   * @throws dev.dovetail.failure.SyncException if the files are corrupted
   */
  public static LogChanges changesSince(MailIndex index, long modseq, IndexState until)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Scans to the end of the log. */
  public static LogChanges changesSince(MailIndex index, long modseq) throws IOException {
    return changesSince(index, modseq, index.read());
  }
}
