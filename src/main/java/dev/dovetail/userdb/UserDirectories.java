package dev.dovetail.userdb;

import dev.dovetail.config.Settings;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;

/** Makes the user directory that a configuration asks for. */
public final class UserDirectories {

  private UserDirectories() {}

  /**
   * The {@code userdb} blocks of a configuration in their order.
   *
   * @throws SyncException ({@code CONFIGURATION}) if there is none that can be read without a
   *     running server; the message names the drivers and the remedy
   */
  public static UserDirectory of(Settings settings, Log log) throws SyncException {
    throw new SyncException(Grade.CONFIGURATION, "landing soon");
  }
}
