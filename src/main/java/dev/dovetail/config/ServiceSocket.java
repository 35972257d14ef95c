package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.ConfigSection;
import dev.dovetail.config.syntax.ConfigTree;
import dev.dovetail.config.syntax.SettingValues;
import java.util.Optional;

/** A socket or fifo of one of Dovecot's services that we may stand in for. */
final class ServiceSocket {
  private ServiceSocket() {}

  /**
   * Finds it.
   *
   * @param type {@code unix_listener} or {@code fifo_listener}
   * @return its mode may be 0: it is not wanted; empty if the configuration does not have it
   */
  static Optional<UnixListener> find(
      ConfigTree tree, String baseDir, String service, String type, String name)
      throws ConfigException {
    ConfigSection found = null;
    for (ConfigSection section : tree.root().children()) {
      if (section.type().equals("service") && section.label().equals(service)) {
        for (ConfigSection listener : section.children()) {
          boolean meant = listener.type().equals(type) && listener.label().equals(name);
          found = meant ? listener : found;
        }
      }
    }
    if (found == null) {
      return Optional.empty();
    }
    SettingValues values = new SettingValues(found, tree.root(), tree.version24());
    return Optional.of(
        new UnixListener(
            baseDir + "/" + name,
            ServiceListeners.mode(values),
            values.text("user"),
            values.text("group")));
  }
}
