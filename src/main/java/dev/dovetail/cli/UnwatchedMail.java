package dev.dovetail.cli;

import dev.dovetail.log.StderrLog;
import dev.dovetail.session.OwnerLook;
import dev.dovetail.session.OwnerServers;
import dev.dovetail.session.UserContext;
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
final class UnwatchedMail implements Closeable {
  private static final long LEAST_PAUSE_MILLIS = 2000;

  /** How much longer than a round of looks the pause before it is. */
  private static final int PAUSE_ROUNDS = 20;

  private final Consumer<String> changed;
  private final StderrLog log;
  private final Map<String, Set<String>> watched = new HashMap<>();
  private final Map<String, Seen> unwatched = new ConcurrentHashMap<>();
  private LookUp users = name -> Optional.empty();
  private Thread thread;

  /** Finds users by the configuration of the moment. */
  interface LookUp {
    Optional<UserContext> find(String name) throws IOException;
  }

  private record Seen(UserContext user, long sum) {}

  /**
   * @param changed gets the names of users whose mail has changed; from any thread
   */
  UnwatchedMail(Consumer<String> changed, StderrLog log) {
    this.changed = changed;
    this.log = log;
  }

  synchronized void use(LookUp users) {
    this.users = users;
  }

  /** The owner's process watches from the sync on that comes now. */
  synchronized void isWatched(UserContext user) throws IOException {
    watched.computeIfAbsent(OwnerServers.owner(user), key -> new HashSet<>()).add(user.name());
    unwatched.remove(user.name());
  }

  /** Others tell of changes. */
  synchronized void forget() {
    watched.clear();
    unwatched.clear();
  }

  /** The owner's process ends when this returns, so nothing is missed in between. */
  void ending(String owner) {
    remove(owner).forEach(this::firstLook);
  }

  /** The owner's process has ended, and what it did not tell nobody knows. */
  void lost(String owner) {
    remove(owner).forEach(changed);
  }

  private synchronized Set<String> remove(String owner) {
    Set<String> names = watched.remove(owner);
    return names == null ? Set.of() : names;
  }

  private void firstLook(String name) {
    try {
      Optional<UserContext> user = lookUp().find(name);
      if (user.isPresent()) {
        unwatched.put(name, new Seen(user.get(), OwnerLook.at(user.get())));
        begin();
      }
    } catch (IOException e) {
      failed(name, e);
    }
  }

  private synchronized LookUp lookUp() {
    return users;
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
      long pause = LEAST_PAUSE_MILLIS;
      while (true) {
        Thread.sleep(pause);
        long begin = System.nanoTime();
        unwatched.forEach(this::look);
        long round = (System.nanoTime() - begin) / 1_000_000;
        pause = Math.max(LEAST_PAUSE_MILLIS, PAUSE_ROUNDS * round);
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }

  private void look(String name, Seen before) {
    try {
      Seen now = new Seen(before.user(), OwnerLook.at(before.user()));
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
