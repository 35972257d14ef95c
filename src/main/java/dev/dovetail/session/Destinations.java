package dev.dovetail.session;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the users of one run are synced to. Two users with one destination would get each other's
 * mail, and of two backups only the later would be left: the second is refused. Deviation: doveadm
 * runs both. Thread-safe.
 */
public final class Destinations {
  private final Map<String, String> users = new HashMap<>();

  /**
   * Notes that a user is synced to another mail location of this host.
   *
   * @param otherOwner whether another process does it as the user; this one, root, then follows no
   *     link that is theirs
   * @throws SyncException if another user of this run is
   */
  public void claim(UserContext user, String location, boolean otherOwner) throws IOException {
    UserContext there = user.at(location);
    Path place = otherOwner ? LocalCheck.writtenPlace(there) : LocalCheck.place(there);
    claim(user, place.toString(), "a path that begins with ~/ is in each user's own home");
  }

  /**
   * Notes that a user is synced over a command.
   *
   * @throws SyncException if another user of this run is, over the same one
   */
  public void claim(UserContext user, List<String> command) throws SyncException {
    claim(user, String.join(" ", command), "give each user their own, as a mail_replica for -d");
  }

  /**
   * Notes that a user is synced to another host.
   *
   * @throws SyncException if another user of this run is, in the same way
   */
  public void claim(UserContext user, RemoteDestination destination) throws IOException {
    claim(user, destination.way());
  }

  private synchronized void claim(UserContext user, String destination, String remedy)
      throws SyncException {
    String other = users.putIfAbsent(destination, user.name());
    if (other != null && !other.equals(user.name())) {
      throw new SyncException(
          Grade.TEMPORARY,
          destination
              + " is already the destination of "
              + other
              + ", and two users must not share one; "
              + remedy);
    }
  }
}
