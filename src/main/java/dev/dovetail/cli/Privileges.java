package dev.dovetail.cli;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.os.Identity;
import dev.dovetail.session.UserContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who may open a user's store: the one who owns the mail (doveadm-interfaces 1.3). */
final class Privileges {
  private Privileges() {}

  /**
   * Whether another process must do the work, as the owner of the mail.
   *
   * @throws SyncException if nobody can be found who may do it
   */
  static boolean needOwner(UserContext user) throws IOException {
    user.settings().checkPrivilegedGroup();
    Identity self = Identity.current();
    boolean known = user.settings().uid().isPresent();
    if (!self.isRoot()) {
      checkSame(user, self);
      return false;
    }
    if (known) {
      return true;
    }
    // Deviation: doveadm never works as root; here root may sync mail that is root's own.
    if (!user.lookedUp() && ownedByRoot(user.settings().mailLocation().root())) {
      return false;
    }
    throw new SyncException(
        Grade.TEMPORARY, "Couldn't drop privileges: User is missing UID (see mail_uid setting)");
  }

  private static void checkSame(UserContext user, Identity self) throws SyncException {
    if (user.settings().uid().isPresent() && user.settings().uid().getAsLong() != self.uid()) {
      throw new SyncException(
          Grade.TEMPORARY,
          "Couldn't drop privileges: the mail belongs to UID "
              + user.settings().uid().getAsLong()
              + ", this process has UID "
              + self.uid()
              + "; run it as root or as the owner");
    }
  }

  /** A place that does not exist yet belongs to the owner of what it will be made in. */
  private static boolean ownedByRoot(Path place) throws IOException {
    Path existing = place.toAbsolutePath();
    while (existing.getParent() != null && !existing.toFile().exists()) {
      existing = existing.getParent();
    }
    Object uid = Files.getAttribute(existing, "unix:uid");
    return uid.equals(0);
  }
}
