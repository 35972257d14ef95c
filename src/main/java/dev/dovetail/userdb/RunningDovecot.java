package dev.dovetail.userdb;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

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
  public void iterate(UserMask mask, Consumer<String> each) throws IOException {
    try {
      socket.iterate(mask, each);
    } catch (SyncException refused) {
      if (refused.grade() != Grade.CONFIGURATION) {
        throw refused;
      }
      try {
        configured.make().iterate(mask, each);
        log.debug(() -> refused.getMessage() + "; the list is made from the configuration");
      } catch (IncompleteListException e) {
        throw e;
      } catch (SyncException e) {
        throw new SyncException(
            Grade.CONFIGURATION, refused.getMessage() + ". Without it: " + e.getMessage(), e);
      }
    }
  }
}
