package dev.dovetail.cli;

import dev.dovetail.log.StderrLog;
import dev.dovetail.replicator.notify.UnwatchedMail;
import dev.dovetail.session.OwnerLook;
import dev.dovetail.session.UserContext;
import java.io.IOException;
import java.util.Optional;

/** Sees mail through {@code find}, as its owner, if this host's can tell. Thread-safe. */
final class OwnerEyes implements UnwatchedMail.Eyes {
  private final LookUp users;
  private final StderrLog log;

  /** Null until somebody is to be looked at. */
  private Boolean possible;

  /** Finds users by the configuration of the moment. */
  interface LookUp {
    Optional<UserContext> find(String user) throws IOException;
  }

  OwnerEyes(LookUp users, StderrLog log) {
    this.users = users;
    this.log = log;
  }

  @Override
  public Optional<UnwatchedMail.Eye> of(String user) throws IOException {
    return isPossible()
        ? users.find(user).map(found -> () -> OwnerLook.at(found))
        : Optional.empty();
  }

  private synchronized boolean isPossible() {
    if (possible == null) {
      possible = canLook();
      if (!possible) {
        log.warning(
            "Nobody looks for new mail of users whose owner's process had to end: that needs GNU"
                + " find (findutils). Install it and restart, or raise dovetail_owner_processes");
      }
    }
    return possible;
  }

  private boolean canLook() {
    try {
      return OwnerLook.canBeBy(OwnerLook.FIND);
    } catch (IOException e) {
      log.debug(() -> "There is no find: " + e.getMessage());
      return false;
    }
  }
}
