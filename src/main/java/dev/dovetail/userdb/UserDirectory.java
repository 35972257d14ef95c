package dev.dovetail.userdb;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

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
   * Hands the names over that match, one after the other while they are read, as they are stored
   * and in the database's order. Who has two entries comes twice, and there may be users who cannot
   * be looked up.
   *
   * @param each must not ask this directory
   * @throws IncompleteListException after all that there are, if a database could not be asked, and
   *     others were
   * @throws dev.dovetail.failure.SyncException if no database can list ({@code CONFIGURATION}), or
   *     one fails, perhaps in the middle
   */
  void iterate(UserMask mask, Consumer<String> each) throws IOException;
}
