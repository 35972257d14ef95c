package dev.dovetail.config.syntax;

import dev.dovetail.config.syntax.ConfigException.Kind;
import java.util.List;

/** Lays {@code -o} values and user database fields over a tree (doveadm-interfaces 1.1, 5.3). */
public final class Overrides {

  private Overrides() {}

  /**
   * @param tree what they are laid over
   * @param overrides as {@code name=value}; later ones win
   */
  public static void apply(ConfigTree tree, List<String> overrides) throws ConfigException {
    for (String override : overrides) {
      int equals = override.indexOf('=');
      if (equals < 0) {
        throw invalid(override, "Missing '='");
      }
      if (equals == 0) {
        throw invalid(override, "Missing key name ('=' at the beginning of line)");
      }
      if (override.indexOf('\0') >= 0) {
        throw invalid(override, "NUL character");
      }
      set(
          tree,
          override.substring(0, equals),
          new ConfigValue(
              override.substring(equals + 1), ConfigValue.Origin.OVERRIDE, "", 0, false));
    }
  }

  private static ConfigException invalid(String override, String reason) {
    return new ConfigException(
        Kind.UNREADABLE,
        "Error reading configuration: Invalid -o parameter "
            + Quoting.forMessage(override)
            + ": "
            + reason);
  }

  /** One field of the user database's answer. A value given with {@code -o} stays. */
  public static void applyField(ConfigTree tree, String field, String text) {
    boolean appends = field.endsWith("+");
    String name = appends ? field.substring(0, field.length() - 1) : field;
    if (name.equals("mail")) {
      name = "mail_location";
    }
    boolean isSetting =
        name.indexOf('/') >= 0 || SettingDefaults.of(name, tree.version24()) != null;
    if (!isSetting) {
      // 2.3 has no way to say "empty": the bare word means yes.
      boolean bare = text.isEmpty() && !tree.version24();
      set(tree, "plugin/" + name, userField(bare ? "yes" : text));
      return;
    }
    ConfigValue old = appends ? tree.root().values().get(name) : null;
    set(tree, name, userField(old == null ? text : old.text() + text));
  }

  private static ConfigValue userField(String text) {
    return new ConfigValue(text, ConfigValue.Origin.USER_FIELD, "", 0, false);
  }

  /** Names of sections that do not exist are accepted and change nothing, as in doveadm. */
  private static void set(ConfigTree tree, String path, ConfigValue value) {
    ConfigSection section = tree.root();
    String rest = path;
    int slash = rest.indexOf('/');
    while (slash >= 0) {
      String type = rest.substring(0, slash);
      rest = rest.substring(slash + 1);
      slash = rest.indexOf('/');
      if (type.equals("plugin")) {
        section = section.child("plugin", "");
        break;
      }
      if (slash < 0) {
        return;
      }
      section = section.find(type, rest.substring(0, slash));
      if (section == null) {
        return;
      }
      rest = rest.substring(slash + 1);
      slash = rest.indexOf('/');
    }
    String name =
        section.type().equals("namespace") && (rest.equals("mail") || rest.equals("mail_location"))
            ? "location"
            : rest;
    ConfigValue old = section.values().get(name);
    if (old == null
        || old.origin() != ConfigValue.Origin.OVERRIDE
        || value.origin() == ConfigValue.Origin.OVERRIDE) {
      section.values().put(name, value);
    }
  }
}
