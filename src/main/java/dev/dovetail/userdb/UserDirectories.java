package dev.dovetail.userdb;

import dev.dovetail.config.AuthDatabase;
import dev.dovetail.config.Settings;
import dev.dovetail.config.variable.AuthInfo;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes the user directory that a configuration asks for. */
public final class UserDirectories {

  private UserDirectories() {}

  /**
   * Whom Dovecot would ask: the auth process of the running Dovecot, if one answers, else the
   * {@code userdb} blocks of the configuration in their order.
   *
   * @param info what is told besides the user's name
   */
  public static UserDirectory of(Settings settings, AuthInfo info, Log log) throws SyncException {
    Path socket = Path.of(settings.auth().socketPath());
    String silence = socket + ": No such file or directory";
    if (!Files.notExists(socket)) {
      AuthSocketDirectory running = running(socket, settings, info, log);
      try {
        running.connect();
        return new RunningDovecot(
            running, () -> configured(settings, info, "which gives no list", log), log);
      } catch (AuthSilence e) {
        silence = e.getMessage();
        log.warning(silence + "; the userdb blocks of the configuration are asked instead");
      } catch (IOException e) {
        silence = e.getMessage();
      }
    }
    String reason = silence;
    log.debug(() -> "No Dovecot is asked about users: " + reason);
    return configured(settings, info, silence, log);
  }

  /** The auth process at a socket that the admin names, and nobody else. */
  public static UserDirectory at(Path socket, Settings settings, AuthInfo info, Log log) {
    return running(socket, settings, info, log);
  }

  private static AuthSocketDirectory running(
      Path socket, Settings settings, AuthInfo info, Log log) {
    return new AuthSocketDirectory(socket, info, settings.doveadm().port() != 0, log);
  }

  /**
   * @param silence why no running Dovecot was asked
   */
  private static UserDirectory configured(Settings settings, AuthInfo info, String silence, Log log)
      throws SyncException {
    UnreadableDrivers unreadable = new UnreadableDrivers(silence);
    UserExpansion expansion = new UserExpansion(info, settings.isVersion24());
    List<UserdbBlock> blocks = new ArrayList<>();
    for (AuthDatabase database : settings.auth().userdbs()) {
      if (database.driver().equals("prefetch")) {
        // Only logins use it: it repeats what the passdb said.
        continue;
      }
      blocks.add(new UserdbBlock(database, source(database, settings, expansion)));
    }
    return new UserdbChain(List.copyOf(blocks), settings, expansion, unreadable, log);
  }

  private static UserdbSource source(
      AuthDatabase database, Settings settings, UserExpansion expansion) {
    return switch (database.driver()) {
      case "passwd-file" ->
          new PasswdFileDirectory(database, expansion, settings.auth().userdbs().size() == 1);
      case "static" ->
          new StaticDirectory(database, new PassdbCheck(settings, expansion), expansion);
      case "passwd" -> new SystemPasswdDirectory(settings);
      default -> null;
    };
  }
}
