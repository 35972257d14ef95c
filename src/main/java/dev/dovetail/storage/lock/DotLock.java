package dev.dovetail.storage.lock;

import dev.dovetail.os.Alarm;
import dev.dovetail.storage.LockTimeoutException;
import dev.dovetail.storage.StoreLock;
import dev.dovetail.storage.file.FileStatus;
import dev.dovetail.storage.file.LinkedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A lock that is held as long as a file of its name exists: {@code dovecot-uidlist.lock}, {@code
 * subscriptions.lock} (storage-formats 2.2). The file holds {@code pid:host}, and its time is
 * renewed while the lock is held.
 */
public final class DotLock implements StoreLock {
  private static final long RENEW_SECONDS = 10;
  private static final int MAX_CONTENT = 1024;

  private final Path path;
  private final FileStatus created;
  private Alarm renewal;
  private Optional<Path> movingTo = Optional.empty();
  private boolean closed;

  private DotLock(Path path, FileStatus created) {
    this.path = path;
    this.created = created;
    renewLater();
  }

  /**
   * Creates {@code path}, waiting for its present owner. A lock whose process is dead, or that
   * nobody renewed for {@code staleSeconds}, is overridden.
   *
   * @throws LockTimeoutException if it is held for {@code timeoutSeconds}, or the thread is
   *     interrupted
   */
  public static DotLock acquire(Path path, long staleSeconds, long timeoutSeconds)
      throws IOException {
    Deadline deadline = Deadline.inSeconds(timeoutSeconds);
    String host = HostName.get();
    Optional<FileStatus> watched = Optional.empty();
    long unchangedSince = 0;
    while (true) {
      if (create(path, host)) {
        return new DotLock(path, FileStatus.ofLink(path));
      }
      Optional<FileStatus> present = FileStatus.ifExists(path);
      if (!present.equals(watched)) {
        watched = present;
        unchangedSince = System.nanoTime();
      }
      long watchedSeconds = (System.nanoTime() - unchangedSince) / 1_000_000_000L;
      if (present.isPresent() && isStale(path, present.get(), watchedSeconds, host, staleSeconds)) {
        remove(path, present.get());
      } else {
        deadline.pause(
            path + " exists; remove it if the process that it names is not running any more");
      }
    }
  }

  /** One try; empty if somebody alive holds the lock. */
  public static Optional<DotLock> tryAcquire(Path path, long staleSeconds) throws IOException {
    try {
      return Optional.of(acquire(path, staleSeconds, 0));
    } catch (LockTimeoutException e) {
      return Optional.empty();
    }
  }

  /** Never creates an empty file: nobody could tell that its owner is dead. */
  private static boolean create(Path path, String host) throws IOException {
    String content = ProcessHandle.current().pid() + ":" + host;
    ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
    try {
      LinkedFile.create(
              path,
              channel -> {
                while (bytes.hasRemaining()) {
                  channel.write(bytes);
                }
              })
          .close();
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static boolean isStale(
      Path path, FileStatus present, long watchedSeconds, String host, long staleSeconds)
      throws IOException {
    long age = System.currentTimeMillis() / 1000 - present.modifiedSeconds();
    // Clocks of file servers differ: one that we saw unchanged for that long is stale in any case.
    return age > staleSeconds || watchedSeconds > staleSeconds || ownerIsDead(path, host);
  }

  private static boolean ownerIsDead(Path path, String host) throws IOException {
    String content;
    try (FileChannel channel = FileChannel.open(path)) {
      ByteBuffer bytes = ByteBuffer.allocate(MAX_CONTENT);
      int read;
      do {
        read = channel.read(bytes);
      } while (read > 0);
      content = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return false;
    }
    int colon = content.indexOf(':');
    // Dovecot writes its name into a file that exists already.
    if (colon <= 0 || !content.substring(colon + 1).strip().equals(host)) {
      return false;
    }
    try {
      return ProcessHandle.of(Long.parseLong(content.substring(0, colon))).isEmpty();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Removes the lock that was found stale, not one that took its place. */
  private static void remove(Path path, FileStatus stale) throws IOException {
    Optional<FileStatus> present = FileStatus.ifExists(path);
    if (present.isPresent() && present.get().equals(stale)) {
      Files.deleteIfExists(path);
    }
  }

  private synchronized void renewLater() {
    renewal =
        Alarm.after(
            TimeUnit.SECONDS.toNanos(RENEW_SECONDS),
            "dotlock " + path.getFileName(),
            () -> renew());
  }

  private synchronized void renew() {
    if (closed) {
      return;
    }
    try {
      touch();
      renewLater();
    } catch (IOException e) {
      // Nothing to renew any more; close() finds out.
    }
  }

  private void touch() throws IOException {
    if (isOurs(path)) {
      Files.setLastModifiedTime(path, FileTime.fromMillis(System.currentTimeMillis()));
    }
  }

  private boolean isOurs(Path file) throws IOException {
    Optional<FileStatus> present = FileStatus.ifExists(file);
    return present.isPresent() && present.get().isSameFile(created);
  }

  public Path path() {
    return path;
  }

  /** Tells that the directory of the lock is about to be renamed, so that the file moves along. */
  public void mayMoveTo(Path newPath) {
    synchronized (this) {
      movingTo = Optional.of(newPath);
    }
  }

  /** Removes the file unless somebody else has overridden the lock; more than once is fine. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      renewal.close();
      if (isOurs(path)) {
        Files.deleteIfExists(path);
      } else if (movingTo.isPresent() && isOurs(movingTo.get())) {
        Files.deleteIfExists(movingTo.get());
      }
    }
  }
}
