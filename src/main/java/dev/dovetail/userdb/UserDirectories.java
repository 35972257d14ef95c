package dev.dovetail.userdb;

import dev.dovetail.config.AuthDatabase;
import dev.dovetail.config.Quoting;
import dev.dovetail.config.Settings;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import java.util.ArrayList;
import java.util.List;

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
    List<UserdbChain.Block> blocks = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (AuthDatabase database : settings.userdbs()) {
      if (database.driver().equals("prefetch")) {
        // Only logins use it: it repeats what the passdb said.
        continue;
      }
      UserdbSource source = source(database, settings);
      if (source == null) {
        unreadable.add(Quoting.forMessage(database.driver()));
      }
      blocks.add(new UserdbChain.Block(database, source));
    }
    if (blocks.size() == unreadable.size()) {
      throw new SyncException(
          Grade.CONFIGURATION,
          (unreadable.isEmpty()
                  ? "The configuration has no userdb that can be asked for users"
                  : "Users cannot be looked up: the userdb driver "
                      + String.join(", ", unreadable)
                      + " cannot be read directly")
              + "; use a configuration (-c) with a passwd-file or static userdb");
    }
    return new UserdbChain(List.copyOf(blocks), settings, log);
  }

  private static UserdbSource source(AuthDatabase database, Settings settings) {
    return switch (database.driver()) {
      case "passwd-file" -> new PasswdFileDirectory(database, settings.isVersion24());
      case "static" ->
          new StaticDirectory(database, new PassdbCheck(settings), settings.isVersion24());
      default -> null;
    };
  }
}
