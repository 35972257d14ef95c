package dev.dovetail.replicator.notify;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;

/** Directories that are looked at again and again. Thread-safe. */
final class PolledDirectories implements Closeable {
  private static final long PAUSE_MILLIS = 2000;

  private final BiConsumer<String, Path> changed;
  private final Queue<Polled> directories = new ConcurrentLinkedQueue<>();
  private Thread thread;

  private static final class Polled {
    final String user;
    final Path directory;
    long seen;

    Polled(String user, Path directory) {
      this.user = user;
      this.directory = directory;
      this.seen = stamp(directory);
    }
  }

  PolledDirectories(BiConsumer<String, Path> changed) {
    this.changed = changed;
  }

  synchronized void add(String user, Path directory) {
    directories.add(new Polled(user, directory));
    if (thread == null) {
      thread = new Thread(this::poll, "store-poll");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void poll() {
    try {
      while (true) {
        Thread.sleep(PAUSE_MILLIS);
        look();
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }

  /** Tells of the directories that have changed since the last look. */
  void look() {
    for (Polled polled : directories) {
      long now = stamp(polled.directory);
      if (now != polled.seen) {
        polled.seen = now;
        changed.accept(polled.user, polled.directory);
      }
    }
  }

  /** Of the log, and of the directory, in which files come and go. */
  private static long stamp(Path directory) {
    return 31 * stampOf(directory.resolve("dovecot.index.log")) + stampOf(directory);
  }

  private static long stampOf(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return 31 * attributes.lastModifiedTime().toMillis() + attributes.size();
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public synchronized void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
