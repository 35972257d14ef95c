package dev.dovetail.userdb;

import dev.dovetail.config.AuthDatabase;
import dev.dovetail.config.Settings;
import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.util.ArrayList;
import java.util.List;

/** Whether a user exists according to the {@code passdb} blocks, as far as files can tell. */
final class PassdbCheck {

  /**
   * A block.
   *
   * @param file null if the driver is {@code static}, which accepts everybody
   * @param readable false for a driver that only a running server can ask
   */
  private record Block(String driver, PasswdFileDirectory file, boolean readable, boolean denies) {}

  private final List<Block> blocks = new ArrayList<>();

  PassdbCheck(Settings settings, UserExpansion expansion) {
    for (AuthDatabase database : settings.auth().passdbs()) {
      if ("yes".equals(database.settings().get("master"))) {
        continue;
      }
      String driver = database.driver();
      boolean isFile = driver.equals("passwd-file");
      blocks.add(
          new Block(
              driver,
              isFile ? new PasswdFileDirectory(database, expansion, true) : null,
              isFile || driver.equals("static"),
              "yes".equals(database.settings().get("deny"))));
    }
  }

  boolean exists(String name) throws SyncException {
    for (Block block : blocks) {
      if (!block.readable()) {
        throw new SyncException(
            Grade.CONFIGURATION,
            "Cannot find out whether user '"
                + Quoting.forMessage(name)
                + "' exists: the passdb driver "
                + block.driver()
                + " cannot be asked; set allow_all_users=yes in the static userdb");
      }
      if (block.file() == null || block.file().contains(name)) {
        return !block.denies();
      }
    }
    return false;
  }
}
