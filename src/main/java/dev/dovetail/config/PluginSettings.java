package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.ConfigSection;
import dev.dovetail.config.syntax.ConfigValue;
import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.config.syntax.SettingValues;
import java.util.Optional;

/** What is in {@code plugin { }}, or comes from the user database in its place. Never expanded. */
final class PluginSettings {

  private final ConfigSection root;
  private final SettingValues values;

  PluginSettings(ConfigSection root, SettingValues values) {
    this.root = root;
    this.values = values;
  }

  Optional<ConfigValue> value(String name) throws ConfigException {
    ConfigSection plugin = root.find("plugin", "");
    ConfigValue value = plugin == null ? null : plugin.values().get(name);
    return value == null ? Optional.empty() : Optional.of(values.resolve("plugin/" + name, value));
  }

  /** One of these words; the first if nothing is set. */
  String oneOf(String name, String... words) throws ConfigException {
    Optional<ConfigValue> value = value(name);
    if (value.isEmpty()) {
      return words[0];
    }
    for (String word : words) {
      if (word.equals(value.get().text())) {
        return word;
      }
    }
    throw value
        .get()
        .rejected(
            "plugin/" + name,
            name
                + ": Invalid value: "
                + Quoting.forMessage(value.get().text())
                + " (use "
                + String.join(" or ", words)
                + ")");
  }
}
