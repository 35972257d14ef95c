package dev.dovetail.config.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A section of the configuration while it is put together: settings, and sections inside. */
public final class ConfigSection {

  private final String type;
  private final String label;
  private final Map<String, ConfigValue> values = new LinkedHashMap<>();
  private final List<ConfigSection> children = new ArrayList<>();

  /** One with nothing inside. */
  public ConfigSection(String type, String label) {
    this.type = type;
    this.label = label;
  }

  /** Such as {@code service}; empty for the root. */
  public String type() {
    return type;
  }

  /** Empty if it has none. */
  public String label() {
    return label;
  }

  /** Its own settings; may be changed. */
  public Map<String, ConfigValue> values() {
    return values;
  }

  /** The sections inside; may be changed. */
  public List<ConfigSection> children() {
    return children;
  }

  /** The child of that type and label; null if there is none. */
  public ConfigSection find(String childType, String childLabel) {
    for (ConfigSection child : children) {
      if (child.type().equals(childType) && child.label().equals(childLabel)) {
        return child;
      }
    }
    return null;
  }

  /** The child of that type and label, made if it is missing. */
  public ConfigSection child(String childType, String childLabel) {
    ConfigSection found = find(childType, childLabel);
    return found != null ? found : add(new ConfigSection(childType, childLabel));
  }

  ConfigSection add(ConfigSection child) {
    children.add(child);
    return child;
  }

  /**
   * Lays a filter's settings over these. Databases of the filter come before those that are already
   * here; sections without a label stay separate; others are merged.
   */
  void overlay(ConfigSection filter) {
    values.putAll(filter.values());
    int databases = 0;
    for (ConfigSection child : filter.children()) {
      if (child.type().equals("passdb") || child.type().equals("userdb")) {
        children.add(databases++, child);
      } else if (child.label().isEmpty() && !child.type().equals("plugin")) {
        children.add(child);
      } else {
        child(child.type(), child.label()).overlay(child);
      }
    }
  }

  /** Takes from {@code others} what is not here yet. */
  void addMissing(ConfigSection others) {
    for (Map.Entry<String, ConfigValue> entry : others.values().entrySet()) {
      values.putIfAbsent(entry.getKey(), entry.getValue());
    }
    for (ConfigSection child : others.children()) {
      child(child.type(), child.label()).addMissing(child);
    }
  }

  /** One that may be changed without changing this. */
  public ConfigSection copy() {
    ConfigSection copy = new ConfigSection(type, label);
    copy.values().putAll(values);
    for (ConfigSection child : children) {
      copy.children().add(child.copy());
    }
    return copy;
  }
}
