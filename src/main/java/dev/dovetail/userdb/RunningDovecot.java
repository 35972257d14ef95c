package dev.dovetail.userdb;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The auth process, and for a list that it does not give, the configuration: Dovecot cannot list a
 * static userdb, and gives nobody but root a list.
 */
final class RunningDovecot implements UserDirectory {

  /** Makes the directory of the configuration's own blocks. */
  interface Configured {
    UserDirectory make() throws SyncException;
  }

  private final AuthSocketDirectory socket;
  private final Configured configured;
  private final Log log;

  RunningDovecot(AuthSocketDirectory socket, Configured configured, Log log) {
    this.socket = socket;
    this.configured = configured;
    this.log = log;
  }

  @Override
  public Optional<User> lookup(String name) throws IOException {
    return socket.lookup(name);
  }

  @Override
  public Optional<OtherHost> otherHost(String name) throws IOException {
    return socket.otherHost(name);
  }

  @Override
  public List<String> iterate(UserMask mask) throws IOException {
    try {
      return socket.iterate(mask);
    } catch (SyncException refused) {
      if (refused.grade() != Grade.CONFIGURATION) {
        throw refused;
      }
      try {
        List<String> names = configured.make().iterate(mask);
        log.debug(() -> refused.getMessage() + "; the list is made from the configuration");
        return names;
      } catch (IncompleteListException e) {
        throw e;
      } catch (SyncException e) {
        throw new SyncException(
            Grade.CONFIGURATION, refused.getMessage() + ". Without it: " + e.getMessage(), e);
      }
    }
  }
}
