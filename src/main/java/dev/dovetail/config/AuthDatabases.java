package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.ConfigSection;
import dev.dovetail.config.syntax.ConfigTree;
import dev.dovetail.config.syntax.ConfigValue;
import dev.dovetail.config.syntax.SettingValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code passdb} and {@code userdb} blocks of either syntax into one form. */
final class AuthDatabases {

  private AuthDatabases() {}

  static List<AuthDatabase> read(ConfigTree tree, String type) throws ConfigException {
    List<AuthDatabase> databases = new ArrayList<>();
    for (ConfigSection section : tree.root().children()) {
      if (section.type().equals(type)) {
        SettingValues values = new SettingValues(section, tree.root(), tree.version24());
        databases.add(tree.version24() ? read24(section, values) : read23(section, values));
      }
    }
    return List.copyOf(databases);
  }

  private static AuthDatabase read23(ConfigSection section, SettingValues values)
      throws ConfigException {
    return new AuthDatabase(
        section.label(),
        values.text("driver"),
        values.text("args"),
        fields(values.text("default_fields")),
        fields(values.text("override_fields")),
        others(section, values));
  }

  /** The name doubles as driver; fields and paths have settings of their own (5.4). */
  private static AuthDatabase read24(ConfigSection section, SettingValues values)
      throws ConfigException {
    String driver = values.text("driver", section.label());
    List<String> defaults = new ArrayList<>();
    List<String> overrides = new ArrayList<>();
    boolean isStatic = driver.equals("static");
    ConfigSection fields = section.find("fields", "");
    if (fields != null) {
      for (Map.Entry<String, ConfigValue> field : fields.values().entrySet()) {
        String key = field.getKey();
        String text = values.resolve(key, field.getValue()).text();
        boolean isDefault = key.endsWith(":default");
        String name = isDefault ? key.substring(0, key.length() - ":default".length()) : key;
        (isDefault || isStatic ? defaults : overrides).add(name + "=" + text);
      }
    }
    return new AuthDatabase(
        section.label(),
        driver,
        driver.equals("passwd-file") ? values.text("passwd_file_path") : "",
        List.copyOf(defaults),
        List.copyOf(overrides),
        others(section, values));
  }

  private static List<String> fields(String text) {
    List<String> fields = new ArrayList<>();
    for (String word : text.split(" ")) {
      if (!word.isEmpty()) {
        fields.add(word);
      }
    }
    return List.copyOf(fields);
  }

  private static Map<String, String> others(ConfigSection section, SettingValues values)
      throws ConfigException {
    Map<String, String> others = new LinkedHashMap<>();
    for (Map.Entry<String, ConfigValue> setting : section.values().entrySet()) {
      others.put(setting.getKey(), values.resolve(setting.getKey(), setting.getValue()).text());
    }
    return Map.copyOf(others);
  }
}
