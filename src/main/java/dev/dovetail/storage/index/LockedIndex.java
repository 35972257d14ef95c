package dev.dovetail.storage.index;

import java.io.Closeable;
import java.io.IOException;

/**
 * A locked log. While it is held, even Dovecot's readers wait, so hold it briefly. One thread at a
 * time; any thread may close it.
 */
public final class LockedIndex implements Closeable {
  LockedIndex() {}

  /** The state at the end of the log; changes with {@link #append}. */
  public IndexState state() {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes the whole transaction at the end of the log, or nothing. Does not sync.
   *
   * @throws IOException if not all of it could be written; the log is as before then
   */
  public void append(IndexTransaction transaction) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Makes what was appended durable. */
  public void sync() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Releases the lock; more than once is fine. */
  @Override
  public void close() throws IOException {}
}
