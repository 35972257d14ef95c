package dev.dovetail.storage.maildir;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Syncs files to disk in the background, several at once: the disk joins their waits into few. Its
 * threads start with the first file, end when idle, and never keep the process alive.
 */
public final class DiskSync {
  private static final int THREADS = 8;
  private static final int IDLE_SECONDS = 5;

  private ThreadPoolExecutor threads;

  /** Begins to sync a file that was closed. */
  Future<?> start(Path file) {
    return threads()
        .submit(
            () -> {
              sync(file);
              return null;
            });
  }

  /** Waits until a file is on disk. */
  static void await(Future<?> sync) throws IOException {
    try {
      sync.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("Syncing a file to disk failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for a mail to reach the disk");
    }
  }

  /** Syncs a file or directory now. */
  static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private synchronized ThreadPoolExecutor threads() {
    if (threads == null) {
      threads =
          new ThreadPoolExecutor(
              THREADS,
              THREADS,
              IDLE_SECONDS,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              task -> {
                Thread thread = new Thread(task, "disk-sync");
                thread.setDaemon(true);
                return thread;
              });
      threads.allowCoreThreadTimeOut(true);
    }
    return threads;
  }
}
