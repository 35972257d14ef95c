package dev.dovetail.storage.lock;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Takes fcntl write locks on whole files, the lock that Dovecot's {@code lock_method=fcntl} takes.
 */
public final class FileLocks {
  private FileLocks() {}

  /**
   * Waits for the lock; closing the channel releases it. The caller holds the {@link ProcessLock}.
   *
   * @throws dev.dovetail.storage.LockTimeoutException when the deadline passes
   */
  public static void lock(FileChannel channel, Path path, Deadline deadline) throws IOException {
    while (channel.tryLock() == null) {
      deadline.pause(
          path
              + " is locked by another process; find it with 'fuser -v "
              + path
              + "' if it does not end by itself");
    }
  }
}
