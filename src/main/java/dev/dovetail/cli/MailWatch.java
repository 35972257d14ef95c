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
  private final StoreWatch watch;

  /**
   * @param changed gets their names; from any thread
   */
  MailWatch(Consumer<String> changed, StderrLog log) throws IOException {
    this.watch = StoreWatch.start(changed, log);
  }

  /** Follows a user from now on, as the owner of the mail. */
  void follow(UserContext user, StderrLog log) {
    if (watch.follows(user.name())) {
      return;
    }
    try {
      watch.follow(user.name(), WatchedPlaces.of(user));
    } catch (IOException e) {
      log.debug(() -> "Watching the mail failed: " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    watch.close();
  }
}
