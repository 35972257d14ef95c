package dev.dovetail.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

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
  private static final List<String> UNITS =
      List.of("secs", "seconds", "mins", "minutes", "hours", "days", "weeks");
  private static final long[] SECONDS = {1, 1, 60, 60, 3600, 86_400, 604_800};

  static ReplicationSettings of(Settings settings) throws ConfigException {
    SettingValues values = settings.values();
    Path state = Path.of(values.text("state_dir"));
    String own = settings.dovetail().text("dovetail_state_dir");
    long connections = values.number("replication_max_conns");
    return new ReplicationSettings(
        List.of(values.text("replication_dsync_parameters").strip().split(" +")),
        Math.max(1, seconds(values, "replication_full_sync_interval")),
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

  /** Digits and a unit, which may be shortened to any length; 0 needs none. */
  private static long seconds(SettingValues values, String name) throws ConfigException {
    ConfigValue value = values.value(name);
    String text = value.text().strip();
    int end = 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    String unit = text.substring(end).strip().toLowerCase(Locale.ROOT);
    if (end > 0 && end <= 9) {
      long number = Long.parseLong(text.substring(0, end));
      if (unit.isEmpty() && number == 0) {
        return 0;
      }
      for (int i = 0; i < UNITS.size(); i++) {
        if (!unit.isEmpty() && UNITS.get(i).startsWith(unit)) {
          return number * SECONDS[i];
        }
      }
    }
    throw value.rejected(
        name, "Invalid time interval " + Quoting.forMessage(value.text()) + " (use 1 days, 12 h)");
  }
}
