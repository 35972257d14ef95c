package dev.dovetail.cli;

import dev.dovetail.log.StderrLog;
import dev.dovetail.replicator.notify.StoreWatch;
import dev.dovetail.session.UserContext;
import dev.dovetail.session.WatchedPlaces;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;

/** Looks for changes in the mail of the users who have been synced once. Thread-safe. */
final class MailWatch implements Closeable {
  private final Consumer<String> changed;
  private final StderrLog log;

  /** Null while others tell of changes. */
  private StoreWatch watch;

  /**
   * @param changed gets their names; from any thread
   */
  MailWatch(Consumer<String> changed, StderrLog log) {
    this.changed = changed;
    this.log = log;
  }

  /** Begins if that is wanted, or else ends. */
  synchronized void use(boolean wanted) throws IOException {
    if (wanted && watch == null) {
      watch = StoreWatch.start(changed, log);
    } else if (!wanted) {
      close();
    }
  }

  /** Follows a user from now on, as the owner of the mail. */
  void follow(UserContext user, StderrLog log) {
    StoreWatch now = current();
    if (now == null || now.follows(user.name())) {
      return;
    }
    try {
      now.follow(user.name(), WatchedPlaces.of(user));
    } catch (IOException e) {
      log.debug(() -> "Watching the mail failed: " + e.getMessage());
    }
  }

  private synchronized StoreWatch current() {
    return watch;
  }

  @Override
  public synchronized void close() throws IOException {
    if (watch != null) {
      watch.close();
      watch = null;
    }
  }
}
