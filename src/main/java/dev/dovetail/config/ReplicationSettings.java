package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.config.syntax.SettingValues;
import java.nio.file.Path;
import java.util.List;

/**
 * The settings of the replicator (doveadm-interfaces 6.3).
 *
 * @param parameters of each sync, as on the command line of {@code sync}
 * @param fullInterval seconds after which a user is looked at in full; at least 1
 * @param maxConnections how many syncs at the same time; at least 1
 * @param directory where our replicator keeps its queue
 * @param dovecots where Dovecot's keeps it
 * @param watch whether to look for changes ourselves, because no plugin tells of them
 */
public record ReplicationSettings(
    List<String> parameters,
    long fullInterval,
    int maxConnections,
    Path directory,
    Path dovecots,
    boolean watch) {
  private static final int MOST_CONNECTIONS = 1000;

  static ReplicationSettings of(Settings settings) throws ConfigException {
    SettingValues values = settings.values();
    Path state = Path.of(values.text("state_dir"));
    String own = settings.dovetail().text("dovetail_state_dir");
    long connections = values.number("replication_max_conns");
    return new ReplicationSettings(
        List.of(values.text("replication_dsync_parameters").strip().split(" +")),
        Math.max(1, values.seconds("replication_full_sync_interval")),
        (int) Math.max(1, Math.min(connections, MOST_CONNECTIONS)),
        own.isEmpty() ? state.resolve("dovetail") : Path.of(own),
        state.resolve("replicator.db"),
        isWatchWanted(settings));
  }

  private static boolean isWatchWanted(Settings settings) throws ConfigException {
    String text = settings.dovetail().text("dovetail_replicator_watch");
    return switch (text) {
      case "yes" -> true;
      case "no" -> false;
      case "auto" -> !settings.mailPlugins().contains("replication");
      default ->
          throw SettingValues.unusable(
              "dovetail_replicator_watch must be auto, yes or no, not " + Quoting.forMessage(text));
    };
  }
}
