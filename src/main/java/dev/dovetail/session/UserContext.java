package dev.dovetail.session;

import dev.dovetail.config.Settings;
import dev.dovetail.config.UserSettings;
import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.userdb.User;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A user and what is configured for them.
 *
 * @param lookedUp whether a user database knows this user; false for the calling user
 */
public record UserContext(User user, UserSettings settings, boolean lookedUp) {

  public static UserContext of(User user, Settings settings, boolean lookedUp)
      throws ConfigException {
    return new UserContext(user, settings.forUser(user.name(), user.fields()), lookedUp);
  }

  public String name() {
    return user.name();
  }

  /** The same user's mail at another place. */
  UserContext at(String location) throws ConfigException {
    return new UserContext(user, settings.withMailLocation(location), lookedUp);
  }

  /** The path behind {@code -r}: doveadm works in the user's home, so it is relative to that. */
  Optional<Path> rawlog(String path) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    Path typed = Path.of(path);
    return Optional.of(settings.home().map(home -> home.resolve(typed)).orElse(typed));
  }
}
