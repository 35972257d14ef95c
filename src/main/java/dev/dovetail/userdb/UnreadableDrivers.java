package dev.dovetail.userdb;

import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.util.List;

/**
 * What is said of the userdb drivers that we lack: SQL, LDAP, Lua and others, which only a running
 * Dovecot can ask.
 *
 * @param silence why no running Dovecot was asked
 */
record UnreadableDrivers(String silence) {

  /** Why such drivers do not answer. */
  String reason(List<String> drivers) {
    StringBuilder names = new StringBuilder();
    for (String driver : drivers) {
      names.append(names.length() == 0 ? "" : ", ").append(Quoting.forMessage(driver));
    }
    return "only a running Dovecot can ask the userdb "
        + (drivers.size() == 1 ? "driver " : "drivers ")
        + names
        + " ("
        + silence
        + ")";
  }

  /** Why nobody answers where no driver is configured. */
  String reasonWithoutDrivers() {
    return "the configuration has no userdb that can be asked, and no Dovecot was asked ("
        + silence
        + ")";
  }

  /**
   * @param failure what was attempted, and why it failed
   */
  static SyncException withRemedy(String failure) {
    return new SyncException(
        Grade.CONFIGURATION,
        failure
            + "; start Dovecot or let this user reach its socket, or use a configuration (-c) with a"
            + " passwd-file, passwd or static userdb");
  }
}
