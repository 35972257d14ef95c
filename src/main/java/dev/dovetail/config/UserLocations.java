package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.ConfigSection;
import dev.dovetail.config.syntax.ConfigValue;
import dev.dovetail.config.syntax.SettingValues;
import dev.dovetail.config.variable.UserVariables;
import dev.dovetail.config.variable.VariableExpansion;
import java.nio.file.Path;
import java.util.Optional;

/** The mail locations of one user: the global one, and those that namespaces have of their own. */
final class UserLocations {

  private final Settings settings;
  private final UserVariables variables;
  private final Optional<String> otherLocation;
  private final MailLocationParser parser;

  UserLocations(
      Settings settings,
      Optional<Path> home,
      Path workingDirectory,
      UserVariables variables,
      Optional<String> otherLocation)
      throws ConfigException {
    this.settings = settings;
    this.variables = variables;
    this.otherLocation = otherLocation;
    this.parser = new MailLocationParser(home, workingDirectory, escapeCharacter(settings));
  }

  private static Optional<Character> escapeCharacter(Settings settings) throws ConfigException {
    if (!settings.mailPlugins().contains("listescape")) {
      return Optional.empty();
    }
    String configured = settings.plugin("listescape_char").orElse("\\");
    return Optional.of(configured.isEmpty() ? '\\' : configured.charAt(0));
  }

  String globalText() throws ConfigException {
    return otherLocation.isPresent()
        ? otherLocation.get()
        : expand("mail_location", settings.values().value("mail_location"));
  }

  MailLocation global() throws ConfigException {
    return settings.isVersion24() && otherLocation.isEmpty()
        ? MailLocation24.read(settings.values(), this::expand, parser)
        : parser.parse(globalText());
  }

  /** Empty if the global location serves the namespace. */
  Optional<MailLocation> own(ConfigSection namespace, SettingValues values) throws ConfigException {
    if (settings.isVersion24()) {
      if (!MailLocation24.isSetIn(namespace)) {
        return Optional.empty();
      }
      ConfigSection merged = new ConfigSection("", "");
      merged.values().putAll(settings.tree().root().values());
      merged.values().putAll(namespace.values());
      return Optional.of(
          MailLocation24.read(
              new SettingValues(merged, settings.tree().root(), true), this::expand, parser));
    }
    String text = expand("location", values.value("location"));
    return text.isEmpty() ? Optional.empty() : Optional.of(parser.parse(text));
  }

  String expand(String setting, ConfigValue value) throws ConfigException {
    return value.isExpanded()
        ? VariableExpansion.expand(setting, value.text(), variables, settings.isVersion24())
        : value.text();
  }
}
