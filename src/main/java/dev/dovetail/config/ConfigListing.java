package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.ConfigSection;
import dev.dovetail.config.syntax.ConfigTree;
import dev.dovetail.config.syntax.ConfigValue;
import dev.dovetail.config.syntax.SettingDefaults;
import dev.dovetail.config.syntax.SettingValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lists a configuration as it was understood, setting by setting with its place. */
final class ConfigListing {

  private static final String HIDDEN = "(not shown)";

  private final List<ListedSetting> listed = new ArrayList<>();
  private final SettingValues values;

  private ConfigListing(ConfigTree tree) {
    this.values = new SettingValues(tree);
  }

  /**
   * Sorted by name at the top, then sections in their order.
   *
   * @param defaults whether settings that nothing sets are listed, too
   */
  static List<ListedSetting> of(ConfigTree tree, boolean defaults) {
    ConfigListing listing = new ConfigListing(tree);
    Map<String, ConfigValue> top = new TreeMap<>(tree.root().values());
    if (defaults) {
      for (Map.Entry<String, String> entry : SettingDefaults.all(tree.version24()).entrySet()) {
        top.putIfAbsent(entry.getKey(), unset(tree, entry.getKey(), entry.getValue()));
      }
    }
    for (Map.Entry<String, ConfigValue> entry : top.entrySet()) {
      listing.add(entry.getKey(), entry.getKey(), entry.getValue());
    }
    listing.addSections("", tree.root());
    return listing.listed;
  }

  /** What Dovecot would refuse at the top may be in {@code plugin}. */
  private static ConfigValue unset(ConfigTree tree, String name, String usual) {
    ConfigSection plugin = tree.root().find("plugin", "");
    ConfigValue own =
        plugin != null && name.startsWith("dovetail_") ? plugin.values().get(name) : null;
    return own == null ? ConfigValue.ofDefault(usual) : own;
  }

  private void addSections(String prefix, ConfigSection parent) {
    Map<String, Integer> unnamed = new HashMap<>();
    for (ConfigSection section : parent.children()) {
      String label = section.label();
      if (label.isEmpty() && !section.type().equals("plugin")) {
        // Sections without a name are told apart by their number.
        label = String.valueOf(unnamed.merge(section.type(), 1, Integer::sum));
      }
      String name = prefix + section.type() + (label.isEmpty() ? "" : "/" + label);
      for (Map.Entry<String, ConfigValue> entry : section.values().entrySet()) {
        add(name + "/" + entry.getKey(), entry.getKey(), entry.getValue());
      }
      addSections(name + "/", section);
    }
  }

  private void add(String name, String key, ConfigValue value) {
    boolean secret = key.endsWith("password") || key.endsWith("_key") || key.contains("secret");
    String text =
        value.isFile()
            ? "<" + value.text()
            : secret && !value.text().isEmpty() ? HIDDEN : resolved(key, value);
    listed.add(new ListedSetting(name, text.replace('\n', ' '), value.place()));
  }

  /** A reference that leads nowhere stays as it is written: whoever needs the setting is told. */
  private String resolved(String key, ConfigValue value) {
    try {
      return values.resolve(key, value).text();
    } catch (ConfigException e) {
      return value.text();
    }
  }
}
