package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.ConfigValue;
import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.config.syntax.SettingValues;

/**
 * The settings that Dovecot does not know. It refuses to start with such a one, except in {@code
 * plugin { }}; so that is looked into as well.
 */
public final class DovetailSettings {

  private final SettingValues values;
  private final PluginSettings plugin;

  DovetailSettings(SettingValues values, PluginSettings plugin) {
    this.values = values;
    this.plugin = plugin;
  }

  /**
   * A setting's value, not expanded.
   *
   * @param name begins with {@code dovetail_}
   */
  public String text(String name) throws ConfigException {
    ConfigValue value = values.value(name);
    if (value.origin() != ConfigValue.Origin.DEFAULT) {
      return value.text();
    }
    return plugin.value(name).orElse(value).text();
  }

  /** {@code dovetail_vanished_mail}: {@code restore} or {@code expunge}. */
  public String vanishedMail() throws ConfigException {
    return plugin.oneOf("dovetail_vanished_mail", "restore", "expunge");
  }

  /** {@code dovetail_compression}: of the stream to a Dovetail on another host. */
  public boolean compression() throws ConfigException {
    String text = text("dovetail_compression");
    if (text.equals("yes") || text.equals("no")) {
      return text.equals("yes");
    }
    throw SettingValues.unusable(
        "dovetail_compression must be yes or no, not " + Quoting.forMessage(text));
  }

  /** {@code dovetail_max_connections}: of clients at the same time; at least 1. */
  public int maxConnections() throws ConfigException {
    return atLeastOne("dovetail_max_connections");
  }

  /** {@code dovetail_owner_processes}: how many of root's stay, one for an owner; at least 1. */
  public int ownerProcesses() throws ConfigException {
    return atLeastOne("dovetail_owner_processes");
  }

  private int atLeastOne(String name) throws ConfigException {
    String text = text(name);
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw SettingValues.unusable(
        name + " must be a number of at least 1, not " + Quoting.forMessage(text));
  }
}
