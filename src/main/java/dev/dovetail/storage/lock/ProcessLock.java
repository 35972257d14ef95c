package dev.dovetail.storage.lock;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.StampedLock;

/**
 * Excludes the threads of this process from each other around a file that is locked with fcntl.
 * Such locks belong to the process, and closing any other descriptor of the file drops them
 * (storage-formats 3.11): so even who only reads the file takes a shared one first.
 */
public final class ProcessLock implements Closeable {
  private static final Map<Path, Entry> ENTRIES = new HashMap<>();

  private static final class Entry {
    final StampedLock lock = new StampedLock();
    Thread writer;
    int users;
  }

  private final Path key;
  private final Entry entry;
  private final boolean exclusive;
  private long stamp;

  private ProcessLock(Path key, Entry entry, boolean exclusive, long stamp) {
    this.key = key;
    this.entry = entry;
    this.exclusive = exclusive;
    this.stamp = stamp;
  }

  /**
   * To be taken before the file is opened for locking.
   *
   * @throws dev.dovetail.storage.LockTimeoutException when the deadline passes
   */
  public static ProcessLock exclusive(Path file, Deadline deadline) throws IOException {
    return acquire(file, true, deadline);
  }

  /**
   * To be held while the file is open for reading.
   *
   * @throws dev.dovetail.storage.LockTimeoutException when the deadline passes
   */
  public static ProcessLock shared(Path file, Deadline deadline) throws IOException {
    return acquire(file, false, deadline);
  }

  private static ProcessLock acquire(Path file, boolean exclusive, Deadline deadline)
      throws IOException {
    Path key = key(file);
    Entry entry;
    synchronized (ENTRIES) {
      entry = ENTRIES.get(key);
      if (entry == null) {
        entry = new Entry();
        ENTRIES.put(key, entry);
      }
      if (entry.writer == Thread.currentThread()) {
        throw new IllegalStateException("This thread has locked " + file + " already");
      }
      entry.users++;
    }
    long stamp = 0;
    String held = file + " is in use by another task of this process";
    try {
      long nanos = deadline.remainingNanos();
      stamp =
          exclusive
              ? entry.lock.tryWriteLock(nanos, TimeUnit.NANOSECONDS)
              : entry.lock.tryReadLock(nanos, TimeUnit.NANOSECONDS);
      if (stamp == 0) {
        throw deadline.timeout(held);
      }
    } catch (InterruptedException e) {
      throw deadline.interrupted(held);
    } finally {
      if (stamp == 0) {
        leave(key, entry);
      }
    }
    if (exclusive) {
      synchronized (ENTRIES) {
        entry.writer = Thread.currentThread();
      }
    }
    return new ProcessLock(key, entry, exclusive, stamp);
  }

  /** The directory's real path, as the file may come and go while the directory stays. */
  private static Path key(Path file) throws IOException {
    return file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
  }

  private static void leave(Path key, Entry entry) {
    synchronized (ENTRIES) {
      if (--entry.users == 0) {
        ENTRIES.remove(key);
      }
    }
  }

  /** Any thread may close; more than once is fine. */
  @Override
  public void close() {
    synchronized (ENTRIES) {
      if (stamp == 0) {
        return;
      }
      if (exclusive) {
        entry.writer = null;
      }
      entry.lock.unlock(stamp);
      stamp = 0;
      leave(key, entry);
    }
  }
}
