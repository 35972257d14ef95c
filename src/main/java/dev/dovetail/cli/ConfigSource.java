package dev.dovetail.cli;

import dev.dovetail.cli.line.ExitCode;
import dev.dovetail.cli.line.UsageException;
import dev.dovetail.config.ConfigFile;
import dev.dovetail.config.Settings;
import dev.dovetail.config.syntax.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which configuration the global options name (doveadm-interfaces 1.1). */
final class ConfigSource {
  /** One line an instance: last use, name, base directory, configuration file. */
  private static final Path INSTANCES = Path.of("/var/lib/dovecot/instances");

  private ConfigSource() {}

  /** Reads it, and lets the log follow it from here on. */
  static Settings load(Invocation run) throws UsageException {
    Settings settings = read(run);
    try {
      LogSetUp.follow(settings, run);
    } catch (ConfigException e) {
      throw rejected(e);
    }
    return settings;
  }

  private static Settings read(Invocation run) throws UsageException {
    GlobalOptions globals = run.globals();
    for (String override : globals.overrides()) {
      if (override.indexOf('=') < 1) {
        throw UsageException.fatal(
            "Error reading configuration: Invalid -o parameter " + override + ": Missing '='");
      }
    }
    try {
      if (globals.ignoreConfiguration()) {
        return ConfigFile.none(globals.overrides());
      }
      return load(run, file(run));
    } catch (ConfigException e) {
      throw rejected(e);
    }
  }

  private static Settings load(Invocation run, Path file) throws ConfigException {
    GlobalOptions globals = run.globals();
    // Deviation: a host that never had a Dovecot needs no configuration file.
    boolean byDefault = globals.configuration().isEmpty() && globals.instance().isEmpty();
    if (byDefault && !file.toFile().exists()) {
      run.log().debug(() -> "There is no " + file + ": all settings have their defaults");
      return ConfigFile.own(globals.overrides());
    }
    return ConfigFile.load(file, globals.overrides());
  }

  private static Path file(Invocation run) throws UsageException {
    GlobalOptions globals = run.globals();
    if (!globals.configuration().isEmpty()) {
      return Path.of(globals.configuration());
    }
    if (!globals.instance().isEmpty()) {
      return ofInstance(run, globals.instance());
    }
    return Path.of(ConfigFile.DEFAULT_PATH);
  }

  private static Path ofInstance(Invocation run, String name) throws UsageException {
    try {
      for (String line : Files.readAllLines(INSTANCES)) {
        String[] fields = line.split("\t", -1);
        if (fields.length >= 4 && fields[1].equals(name)) {
          return Path.of(fields[3]);
        }
      }
    } catch (IOException e) {
      run.log().debug(() -> "Reading " + INSTANCES + " failed: " + e.getMessage());
    }
    throw new UsageException(
        ExitCode.TEMPORARY, run.shownName() + ": Fatal: Unknown instance name: " + name);
  }

  private static UsageException rejected(ConfigException e) {
    String prefix = e.kind() == ConfigException.Kind.BROKEN ? "doveconf: Fatal: " : "Fatal: ";
    return new UsageException(ExitCode.of(e), prefix + e.getMessage());
  }
}
