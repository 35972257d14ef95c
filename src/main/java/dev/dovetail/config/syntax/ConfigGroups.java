package dev.dovetail.config.syntax;

/** The {@code group @label name} blocks of 2.4, and what includes them. */
final class ConfigGroups {

  static final String TYPE = "group";

  private ConfigGroups() {}

  /**
   * The settings of a group; null if there is no such group.
   *
   * @param label with its at-sign
   */
  static ConfigSection find(ConfigSection root, String label, String name) {
    ConfigSection found = root.find(TYPE, label + " " + name);
    boolean builtIn = label.equals("@mailbox_defaults") && name.equals("english");
    return found == null && builtIn ? englishMailboxes() : found;
  }

  /** The group that 2.4 has built in, as far as it concerns us. */
  private static ConfigSection englishMailboxes() {
    ConfigSection group = new ConfigSection(TYPE, "");
    ConfigSection namespace = group.child("namespace", "inbox");
    namespace.values().put("inbox", ConfigValue.ofDefault("yes"));
    for (String name : new String[] {"Drafts", "Junk", "Sent", "Trash"}) {
      ConfigSection mailbox = namespace.child("mailbox", name);
      mailbox.values().put("auto", ConfigValue.ofDefault("subscribe"));
      mailbox.values().put("special_use", ConfigValue.ofDefault("\\" + name));
    }
    return group;
  }

  /**
   * The full name of a setting in a group: names that are not complete begin with the label.
   *
   * @param section of type {@link #TYPE}
   */
  static String fullName(ConfigSection section, String key) {
    int blank = section.label().indexOf(' ');
    String prefix = blank < 2 ? "" : section.label().substring(1, blank) + "_";
    boolean complete = key.startsWith(prefix) || SettingDefaults.of(key, true) != null;
    return complete && SettingDefaults.of(prefix + key, true) == null ? key : prefix + key;
  }
}
