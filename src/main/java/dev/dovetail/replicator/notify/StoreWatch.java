package dev.dovetail.replicator.notify;

import dev.dovetail.log.Log;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Notices changes in mail without any plugin: whoever changes it writes to an index log, or brings
 * a file into {@code new} of a Maildir. Directories that the system does not watch for us, because
 * there are too many, are looked at every few seconds. Thread-safe.
 */
public final class StoreWatch implements Closeable {
  /** A change has several parts, and is told once: when nothing has followed for so long. */
  private static final long SETTLE_MILLIS = 4;

  /** How many times as long the first part waits at most, however busy others are. */
  private static final long MOST_SETTLES = 8;

  private final Consumer<String> changed;
  private final Log log;
  private final WatchService service;
  private final PolledDirectories polled;
  private final Map<WatchKey, Watched> watched = new ConcurrentHashMap<>();
  private final Set<String> users = ConcurrentHashMap.newKeySet();
  private volatile boolean complained;

  private record Watched(String user, Path directory) {}

  private final long settleNanos;

  private StoreWatch(WatchService service, Consumer<String> changed, long settleMillis, Log log) {
    this.service = service;
    this.settleNanos = TimeUnit.MILLISECONDS.toNanos(settleMillis);
    this.changed = changed;
    this.log = log;
    this.polled =
        new PolledDirectories(
            new PolledDirectories.Found() {
              @Override
              public void changed(String user) {
                changed.accept(user);
              }

              @Override
              public void made(String user, Path directory) {
                followTree(user, directory);
                changed.accept(user);
              }
            });
  }

  /**
   * Begins.
   *
   * @param changed gets the names of users whose mail has changed; from any thread
   */
  public static StoreWatch start(Consumer<String> changed, Log log) throws IOException {
    return start(changed, SETTLE_MILLIS, log);
  }

  /**
   * @param settleMillis after how much silence a change is told
   */
  static StoreWatch start(Consumer<String> changed, long settleMillis, Log log) throws IOException {
    StoreWatch watch =
        new StoreWatch(FileSystems.getDefault().newWatchService(), changed, settleMillis, log);
    Thread thread = new Thread(watch::listen, "store-watch");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  /** Whether a user's mail is watched. */
  public boolean follows(String user) {
    return users.contains(user);
  }

  /**
   * Watches a user's mail from now on.
   *
   * @param places where it is, or is going to be
   */
  public void follow(String user, Collection<Path> places) {
    if (users.add(user)) {
      places.forEach(place -> followTree(user, place));
    }
  }

  private void followTree(String user, Path place) {
    if (WatchedTree.isDirectory(place)) {
      WatchedTree.directories(place).forEach(each -> add(user, each));
    } else {
      polled.add(user, place);
    }
  }

  private void add(String user, Path directory) {
    try {
      WatchKey key =
          directory.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      watched.put(key, new Watched(user, directory));
    } catch (IOException e) {
      polled.add(user, directory);
      if (!complained) {
        complained = true;
        log.warning(
            "The system watches no more directories for us ("
                + e.getMessage()
                + "), the rest is looked at every few seconds: raise fs.inotify.max_user_watches");
      }
    }
  }

  private void listen() {
    try {
      while (true) {
        Set<String> news = new HashSet<>();
        take(service.take(), news);
        settle(news);
        news.forEach(changed);
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // The end.
    }
  }

  private void settle(Set<String> news) throws InterruptedException {
    long begin = System.nanoTime();
    WatchKey next;
    do {
      next = service.poll(settleNanos, TimeUnit.NANOSECONDS);
      if (next != null) {
        take(next, news);
      }
    } while (next != null && System.nanoTime() - begin < MOST_SETTLES * settleNanos);
  }

  private void take(WatchKey key, Set<String> news) {
    Watched place = watched.get(key);
    for (WatchEvent<?> event : key.pollEvents()) {
      if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
        news.addAll(users);
      } else if (place != null && event.context() instanceof Path name) {
        take(place, name, event.kind() == StandardWatchEventKinds.ENTRY_CREATE, news);
      }
    }
    // The directory itself is gone.
    if (!key.reset() && watched.remove(key) != null && place != null) {
      news.add(place.user());
    }
  }

  private void take(Watched place, Path name, boolean made, Set<String> news) {
    Path path = place.directory().resolve(name);
    boolean tree = made && WatchedTree.isDirectory(path);
    if (tree) {
      WatchedTree.directories(path).forEach(each -> add(place.user(), each));
    }
    if (tree || WatchedTree.isNews(place.directory(), name.toString(), made)) {
      news.add(place.user());
    }
  }

  @Override
  public void close() throws IOException {
    polled.close();
    service.close();
  }
}
