package dev.dovetail.storage.lock;

import dev.dovetail.storage.StoreLock;
import dev.dovetail.storage.file.FileStatus;
import dev.dovetail.storage.file.LinkedFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A lock on a file that exists only for it: {@code .dovecot-sync.lock}, {@code
 * .dovecot-box-sync.lock}, {@code mailboxes.lock} (dsync-protocol 4.7). Closing removes the file.
 */
public final class FcntlLock implements StoreLock {
  private final Path path;
  private final ProcessLock processLock;
  private final FileChannel channel;

  private FcntlLock(Path path, ProcessLock processLock, FileChannel channel) {
    this.path = path;
    this.processLock = processLock;
    this.channel = channel;
  }

  /**
   * Creates and locks {@code path}, waiting for its present owner.
   *
   * @throws dev.dovetail.storage.LockTimeoutException if it is held for {@code timeoutSeconds}, or
   *     the thread is interrupted
   */
  public static FcntlLock acquire(Path path, long timeoutSeconds) throws IOException {
    Deadline deadline = Deadline.inSeconds(timeoutSeconds);
    ProcessLock processLock = ProcessLock.exclusive(path, deadline);
    FileChannel channel = null;
    try {
      while (channel == null) {
        channel = create(path);
        if (channel == null) {
          channel = lockExisting(path, deadline);
        }
      }
      return new FcntlLock(path, processLock, channel);
    } finally {
      if (channel == null) {
        processLock.close();
      }
    }
  }

  /** The new file, which nobody finds unlocked; null if there is one. */
  private static FileChannel create(Path path) throws IOException {
    try {
      return LinkedFile.create(
          path,
          channel -> {
            if (channel.tryLock() == null) {
              throw new IOException("Cannot lock the new file for " + path);
            }
          });
    } catch (FileAlreadyExistsException e) {
      return null;
    }
  }

  /** Null if the file was removed or replaced meanwhile. */
  private static FileChannel lockExisting(Path path, Deadline deadline) throws IOException {
    Optional<FileStatus> before = FileStatus.ifExists(path);
    if (before.isEmpty()) {
      return null;
    }
    FileChannel channel;
    try {
      channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      return null;
    }
    boolean ours = false;
    try {
      FileLocks.lock(channel, path, deadline);
      Optional<FileStatus> after = FileStatus.ifExists(path);
      ours = after.isPresent() && after.get().isSameFile(before.get());
      return ours ? channel : null;
    } finally {
      if (!ours) {
        channel.close();
      }
    }
  }

  /** Removes the file while it is still locked, then unlocks; more than once is fine. */
  @Override
  public void close() throws IOException {
    if (!channel.isOpen()) {
      return;
    }
    try (processLock;
        channel) {
      Files.deleteIfExists(path);
    }
  }
}
