package dev.dovetail.storage.lock;

import dev.dovetail.storage.StoreLock;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A lock that is held as long as a file of its name exists: {@code dovecot-uidlist.lock}, {@code
 * subscriptions.lock} (storage-formats 2.2). The file holds {@code pid:host}, and its time is
 * renewed while the lock is held.
 */
public final class DotLock implements StoreLock {
  private DotLock() {}

  /**
   * Creates {@code path}, waiting for its present owner. A lock whose process is dead, or that
   * nobody renewed for {@code staleSeconds}, is overridden.
   *
   * @throws dev.dovetail.storage.LockTimeoutException if it is held for {@code timeoutSeconds}, or
   *     the thread is interrupted
   */
  public static DotLock acquire(Path path, long staleSeconds, long timeoutSeconds)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  public Path path() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {}
}
