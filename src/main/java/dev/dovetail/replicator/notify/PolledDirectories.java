package dev.dovetail.replicator.notify;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Directories that are looked at again and again. Thread-safe. */
final class PolledDirectories implements Closeable {
  private static final long PAUSE_MILLIS = 2000;

  private final Found found;
  private final Queue<Polled> directories = new ConcurrentLinkedQueue<>();
  private Thread thread;

  /** Gets what has been found by looking. */
  interface Found {

    /** Mail in a directory has changed. */
    void changed(String user);

    /** There is a directory that was not there; it is not looked at. */
    void made(String user, Path directory);
  }

  private static final class Polled {
    final String user;
    final Path directory;
    boolean there;
    long stamp;
    long modified;
    Set<Path> below = Set.of();

    Polled(String user, Path directory) {
      this.user = user;
      this.directory = directory;
      this.there = WatchedTree.isDirectory(directory);
      look();
    }

    /** Returns whether mail has changed. */
    boolean look() {
      long before = stamp;
      stamp = WatchedTree.newsStamp(directory);
      return stamp != before;
    }

    /** The directories in this one. They are listed again only if something came or went. */
    Set<Path> directoriesNow() {
      long before = modified;
      modified = WatchedTree.stamp(directory);
      return modified == before ? below : WatchedTree.directoriesIn(directory);
    }
  }

  PolledDirectories(Found found) {
    this.found = found;
  }

  synchronized void add(String user, Path directory) {
    Polled polled = new Polled(user, directory);
    polled.below = polled.directoriesNow();
    directories.add(polled);
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
    for (Iterator<Polled> each = directories.iterator(); each.hasNext(); ) {
      Polled polled = each.next();
      if (polled.there) {
        look(polled);
      } else if (WatchedTree.isDirectory(polled.directory)) {
        each.remove();
        found.made(polled.user, polled.directory);
      }
    }
  }

  private void look(Polled polled) {
    if (polled.look()) {
      found.changed(polled.user);
    }
    Set<Path> before = polled.below;
    polled.below = polled.directoriesNow();
    for (Path directory : polled.below) {
      if (!before.contains(directory)) {
        found.made(polled.user, directory);
      }
    }
  }

  @Override
  public synchronized void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
