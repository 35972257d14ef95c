package dev.dovetail.storage.lock;

import dev.dovetail.storage.StoreLock;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A lock on a file that exists only for it: {@code .dovecot-sync.lock}, {@code
 * .dovecot-box-sync.lock}, {@code mailboxes.lock} (dsync-protocol 4.7). Closing removes the file.
 */
public final class FcntlLock implements StoreLock {
  private FcntlLock() {}

  /**
   * Creates and locks {@code path}, waiting for its present owner.
   *
   * @throws dev.dovetail.storage.LockTimeoutException if it is held for {@code timeoutSeconds}, or
   *     the thread is interrupted
   */
  public static FcntlLock acquire(Path path, long timeoutSeconds) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {}
}
