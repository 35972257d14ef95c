package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.ConfigReader;
import dev.dovetail.config.syntax.ConfigSection;
import dev.dovetail.config.syntax.ConfigTree;
import dev.dovetail.config.syntax.ConfigValue;
import dev.dovetail.config.syntax.Overrides;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads {@code dovecot.conf} with everything that it includes (doveadm-interfaces 6.1, 6.2). */
public final class ConfigFile {

  /** Where {@code dovecot.conf} is without {@code -c}. */
  public static final String DEFAULT_PATH = "/etc/dovecot/dovecot.conf";

  /** Dovetail's own file, for what a Dovecot 2.4 would not accept in its own. */
  public static final String OWN_PATH = "/etc/dovetail/dovetail.conf";

  private static final List<String> PLUGIN_SETTINGS =
      List.of("noreplicate", "replication_sync_timeout");

  private ConfigFile() {}

  /**
   * Reads a configuration, and {@link #OWN_PATH} for what it does not say. Settings that are none
   * of ours are kept, whatever they say.
   *
   * @param overrides the values of {@code -o}: {@code name=value}, {@code plugin/name=value},
   *     {@code namespace/inbox/separator=value}; in order, later ones win
   * @throws ConfigException if the file cannot be read ({@code UNREADABLE}) or understood ({@code
   *     BROKEN})
   */
  public static Settings load(Path file, List<String> overrides) throws ConfigException {
    return load(file, Path.of(OWN_PATH), overrides);
  }

  static Settings load(Path file, Path own, List<String> overrides) throws ConfigException {
    ConfigTree tree = ConfigReader.read(file.toString(), System.getenv());
    if (own.toFile().exists()) {
      addMissing(tree.root(), ConfigReader.read(own.toString(), System.getenv()).root());
    }
    Overrides.apply(tree, overrides);
    return new Settings(tree);
  }

  /** What Dovecot's own file says stands; the other one fills in. */
  private static void addMissing(ConfigSection root, ConfigSection own) {
    ConfigSection plugin = root.child("plugin", "");
    for (Map.Entry<String, ConfigValue> entry : own.values().entrySet()) {
      String name = entry.getKey();
      (isPlugin(name) ? plugin : root).values().putIfAbsent(name, entry.getValue());
    }
    ConfigSection ownPlugin = own.find("plugin", "");
    if (ownPlugin != null) {
      for (Map.Entry<String, ConfigValue> entry : ownPlugin.values().entrySet()) {
        plugin.values().putIfAbsent(entry.getKey(), entry.getValue());
      }
    }
  }

  /** Also {@code mail_replica2} and so on. */
  private static boolean isPlugin(String name) {
    return name.startsWith("dovetail_")
        || name.startsWith("mail_replica")
        || PLUGIN_SETTINGS.contains(name);
  }

  /** {@link #OWN_PATH} alone, on a host without a Dovecot. */
  public static Settings own(List<String> overrides) throws ConfigException {
    ConfigTree tree = new ConfigTree(false, new ConfigSection("", ""));
    if (Path.of(OWN_PATH).toFile().exists()) {
      addMissing(tree.root(), ConfigReader.read(OWN_PATH, System.getenv()).root());
    }
    Overrides.apply(tree, overrides);
    return new Settings(tree);
  }

  /** The defaults of 2.3 with {@code overrides}: what {@code -O} asks for. */
  public static Settings none(List<String> overrides) throws ConfigException {
    ConfigTree tree = new ConfigTree(false, new ConfigSection("", ""));
    Overrides.apply(tree, overrides);
    return new Settings(tree);
  }
}
