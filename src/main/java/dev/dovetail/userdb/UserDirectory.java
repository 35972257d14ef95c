package dev.dovetail.userdb;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Looks users up and lists them. Not thread-safe. */
public interface UserDirectory {

  /**
   * Looks a user up.
   *
   * @param name as typed; the result's name may be spelt differently and is the one to use from
   *     then on
   * @return empty if there is no such user
   * @throws dev.dovetail.failure.SyncException if it cannot be known now ({@code TEMPORARY}), the
   *     entry is unusable, or the configuration does not allow a look-up ({@code CONFIGURATION})
   */
  Optional<User> lookup(String name) throws IOException;

  /**
   * Where a user's mail is, if that is another host: Dovecot's proxy passes commands for the user
   * on to there.
   *
   * @return empty for a user who is served here
   */
  default Optional<OtherHost> otherHost(String name) throws IOException {
    return Optional.empty();
  }

  /**
   * The names that match, as they are stored and in the database's order, without duplicates. They
   * may include users that cannot be looked up.
   *
   * @throws IncompleteListException if a database could not be asked, and others were
   * @throws dev.dovetail.failure.SyncException if no database can list ({@code CONFIGURATION})
   */
  List<String> iterate(UserMask mask) throws IOException;
}
