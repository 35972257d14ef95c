package dev.dovetail.config;

import java.nio.file.Path;
import java.util.List;

/** Reads {@code dovecot.conf} with everything that it includes (doveadm-interfaces 6.1, 6.2). */
public final class ConfigFile {

  /** Where {@code dovecot.conf} is without {@code -c}. */
  public static final String DEFAULT_PATH = "/etc/dovecot/dovecot.conf";

  private ConfigFile() {}

  /**
   * Reads a configuration. Settings that are none of ours are skipped, whatever they say.
   *
   * @param overrides the values of {@code -o}: {@code name=value}, {@code plugin/name=value},
   *     {@code namespace/inbox/separator=value}; in order, later ones win
   * @throws ConfigException if the file cannot be read ({@code UNREADABLE}) or understood ({@code
   *     BROKEN})
   */
  public static Settings load(Path file, List<String> overrides) throws ConfigException {
    ConfigTree tree = ConfigReader.read(file.toString(), System.getenv());
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
