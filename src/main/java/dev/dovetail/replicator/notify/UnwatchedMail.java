package dev.dovetail.replicator.notify;

import dev.dovetail.log.Log;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * For root's replicator: whose mail is watched by which owner's process, and looks again and again
 * at the mail of users whose owner has none any more. Thread-safe.
 */
public final class UnwatchedMail implements Closeable {
  private static final long LEAST_PAUSE_MILLIS = 2000;

  /** How much longer than a round of looks the pause before it is. */
  private static final int PAUSE_ROUNDS = 20;

  private final Consumer<String> changed;
  private final Log log;
  private final long leastPauseMillis;
  private final Map<String, Set<String>> watched = new HashMap<>();
  private final Map<String, Seen> unwatched = new ConcurrentHashMap<>();
  private Eyes eyes = name -> Optional.empty();
  private Thread thread;

  /** Finds a user's mail by the configuration of the moment; empty if there is no such user. */
  public interface Eyes {
    Optional<Eye> of(String user) throws IOException;
  }

  /** Sees the mail of one user. */
  public interface Eye {

    /** A number that is another one when something has changed. */
    long look() throws IOException;
  }

  private record Seen(Eye eye, long sum) {}

  /**
   * @param changed gets the names of users whose mail has changed; from any thread
   */
  public UnwatchedMail(Consumer<String> changed, Log log) {
    this(changed, log, LEAST_PAUSE_MILLIS);
  }

  UnwatchedMail(Consumer<String> changed, Log log, long leastPauseMillis) {
    this.changed = changed;
    this.log = log;
    this.leastPauseMillis = leastPauseMillis;
  }

  /** From now on. */
  public synchronized void use(Eyes eyes) {
    this.eyes = eyes;
  }

  /** The owner's process watches from the sync on that comes now. */
  public synchronized void isWatched(String owner, String user) {
    watched.computeIfAbsent(owner, key -> new HashSet<>()).add(user);
    unwatched.remove(user);
  }

  /** Others tell of changes. */
  public synchronized void forget() {
    watched.clear();
    unwatched.clear();
  }

  /** The owner's process ends when this returns, so nothing is missed in between. */
  public void ending(String owner) {
    remove(owner).forEach(this::firstLook);
  }

  /** The owner's process has ended, and what it did not tell nobody knows. */
  public void lost(String owner) {
    remove(owner).forEach(changed);
  }

  private synchronized Set<String> remove(String owner) {
    Set<String> names = watched.remove(owner);
    return names == null ? Set.of() : names;
  }

  private void firstLook(String name) {
    try {
      Optional<Eye> eye = eyes().of(name);
      if (eye.isPresent()) {
        unwatched.put(name, new Seen(eye.get(), eye.get().look()));
        begin();
      }
    } catch (IOException e) {
      failed(name, e);
    }
  }

  private synchronized Eyes eyes() {
    return eyes;
  }

  private void failed(String name, IOException failure) {
    log.warning("Nobody looks for new mail of " + name + " until the next sync: " + failure);
  }

  private synchronized void begin() {
    if (thread == null) {
      thread = new Thread(this::look, "owner-look");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void look() {
    try {
      long pause = leastPauseMillis;
      while (true) {
        Thread.sleep(pause);
        long begin = System.nanoTime();
        unwatched.forEach(this::look);
        long round = (System.nanoTime() - begin) / 1_000_000;
        pause = Math.max(leastPauseMillis, PAUSE_ROUNDS * round);
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }

  private void look(String name, Seen before) {
    try {
      Seen now = new Seen(before.eye(), before.eye().look());
      if (now.sum() != before.sum() && unwatched.replace(name, before, now)) {
        changed.accept(name);
      }
    } catch (IOException e) {
      if (unwatched.remove(name, before)) {
        failed(name, e);
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
