package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.ConfigSection;
import dev.dovetail.config.syntax.ConfigTree;
import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.config.syntax.SettingValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What Dovecot refuses about namespaces, in its order and words (storage-formats 1.3). */
final class NamespaceChecks {
  private static final String ERROR = "namespace configuration error: ";

  private NamespaceChecks() {}

  /** What doveconf refuses whoever it is for, so every command does. */
  static void asWritten(ConfigTree tree) throws ConfigException {
    List<SettingValues> all = new ArrayList<>();
    for (ConfigSection section : tree.root().children()) {
      if (section.type().equals("namespace")) {
        SettingValues values = new SettingValues(section, tree.root(), tree.version24());
        types(values);
        for (ConfigSection child : section.children()) {
          if (child.type().equals("mailbox")) {
            auto(new SettingValues(child, tree.root(), tree.version24()));
          }
        }
        all.add(values);
      }
    }
    // What 2.4 takes for the name of a namespace here is only known when it serves a user.
    for (SettingValues values : tree.version24() ? List.<SettingValues>of() : all) {
      if (values.isSet("alias_for") && !values.flag("disabled")) {
        alias(values, all);
      }
    }
  }

  private static void types(SettingValues values) throws ConfigException {
    for (String flag : List.of("inbox", "hidden", "subscriptions", "disabled")) {
      values.flag(flag);
    }
    type(values);
    list(values);
    order(values);
    if (values.text("separator").length() > 1) {
      throw refusal(values, "separator", "Hierarchy separator must be only one character long");
    }
  }

  static String type(SettingValues values) throws ConfigException {
    return values.oneOf("type", "private", "shared", "public");
  }

  static String list(SettingValues values) throws ConfigException {
    return values.oneOf("list", "yes", "no", "children");
  }

  static int order(SettingValues values) throws ConfigException {
    return values.isSet("order") ? (int) Math.min(values.number("order"), Integer.MAX_VALUE) : 0;
  }

  static String auto(SettingValues mailbox) throws ConfigException {
    return mailbox.oneOf("auto", "no", "create", "subscribe");
  }

  private static void alias(SettingValues values, List<SettingValues> all) throws ConfigException {
    String alias = values.text("alias_for");
    for (SettingValues target : all) {
      if (target.text("prefix").equals(alias)) {
        if (target.isSet("alias_for")) {
          throw refusal(
              values,
              "alias_for",
              "alias_for chaining isn't allowed: "
                  + Quoting.forMessage(alias)
                  + " -> "
                  + Quoting.forMessage(target.text("alias_for")));
        }
        return;
      }
    }
    throw refusal(
        values, "alias_for", "alias_for points to unknown namespace: " + Quoting.forMessage(alias));
  }

  private static ConfigException refusal(SettingValues values, String setting, String reason)
      throws ConfigException {
    return values
        .value(setting)
        .rejected(
            setting, "Namespace '" + Quoting.forMessage(values.text("prefix")) + "': " + reason);
  }

  /** Whether one user's namespaces fit together. */
  static void together(List<NamespaceSettings> namespaces) throws ConfigException {
    Set<String> prefixes = new HashSet<>();
    boolean inbox = false;
    boolean subscriptions = false;
    boolean listed = false;
    char separator = 0;
    for (NamespaceSettings namespace : namespaces) {
      if (!prefixes.add(namespace.prefix())) {
        throw error(
            "Duplicate namespace prefix: \"" + Quoting.forMessage(namespace.prefix()) + "\"");
      }
      prefix(namespace, namespaces);
      if (inbox && namespace.inbox()) {
        throw error("There can be only one namespace with inbox=yes");
      }
      inbox |= namespace.inbox();
      subscriptions |= namespace.subscriptions();
      listed |= namespace.list().equals("yes");
      if (!namespace.list().equals("no")) {
        if (separator != 0 && separator != namespace.separator()) {
          throw error("All list=yes namespaces must use the same separator");
        }
        separator = namespace.separator();
      }
    }
    if (!inbox || !listed || !subscriptions) {
      String missing = !inbox ? "inbox" : !listed ? "list" : "subscriptions";
      throw error(missing + "=yes namespace missing");
    }
  }

  private static void prefix(NamespaceSettings namespace, List<NamespaceSettings> all)
      throws ConfigException {
    String prefix = namespace.prefix();
    Optional<String> alias = namespace.aliasFor();
    if (alias.isPresent() && !isCalled(all, alias.get())) {
      throw error("Invalid namespace alias_for: " + Quoting.forMessage(alias.get()));
    }
    if (prefix.isEmpty() || namespace.list().equals("no")) {
      return;
    }
    String listed =
        "list=" + namespace.list() + " requires prefix=" + Quoting.forMessage(prefix) + " ";
    if (prefix.charAt(prefix.length() - 1) != namespace.separator()) {
      throw error(listed + "to end with separator " + namespace.separator());
    }
    if (prefix.charAt(0) == namespace.separator()) {
      throw error(listed + "not to start with separator");
    }
  }

  private static boolean isCalled(List<NamespaceSettings> namespaces, String alias) {
    for (NamespaceSettings namespace : namespaces) {
      if (namespace.isCalled(alias)) {
        return true;
      }
    }
    return false;
  }

  private static ConfigException error(String reason) {
    return SettingValues.unusable(ERROR + reason);
  }
}
