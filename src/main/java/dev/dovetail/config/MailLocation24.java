package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.ConfigSection;
import dev.dovetail.config.syntax.ConfigValue;
import dev.dovetail.config.syntax.SettingValues;
import java.util.HashMap;
import java.util.Map;

/** Collects 2.4's settings of one aspect each into a mail location (storage-formats 1.2). */
final class MailLocation24 {

  /** Setting, and the key of {@code mail_location} that means the same. */
  private static final String[][] PATHS = {
    {"mail_index_path", "INDEX"},
    {"mail_index_private_path", "INDEXPVT"},
    {"mail_cache_path", "INDEXCACHE"},
    {"mail_control_path", "CONTROL"},
    {"mail_volatile_path", "VOLATILEDIR"},
    {"mail_alt_path", "ALT"},
    {"mailbox_list_layout", "LAYOUT"},
    {"mailbox_root_directory_name", "MAILBOXDIR"},
    {"mailbox_subscriptions_filename", "SUBSCRIPTIONS"},
    {"mailbox_list_index_prefix", "LISTINDEX"},
    {"mailbox_list_visible_escape_char", "BROKENCHAR"},
    {"mailbox_list_storage_escape_char", "ESCAPECHAR"},
  };

  /** Expands one setting's value. */
  interface Expansion {
    String expand(String setting, ConfigValue value) throws ConfigException;
  }

  private MailLocation24() {}

  /** Whether a namespace has a location of its own. */
  static boolean isSetIn(ConfigSection namespace) {
    for (String name : namespace.values().keySet()) {
      if (name.equals("mail_driver") || name.startsWith("mail_") && name.endsWith("_path")) {
        return true;
      }
      if (name.equals("mail_path") || name.equals("mailbox_list_layout")) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param values of the namespace, laid over the global ones
   */
  static MailLocation read(SettingValues values, Expansion expansion, MailLocationParser parser)
      throws ConfigException {
    Map<String, String> keys = new HashMap<>();
    for (String[] pair : PATHS) {
      ConfigValue value = values.value(pair[0]);
      String text = expansion.expand(pair[0], value);
      // What nobody has set depends on the driver.
      if (!text.isEmpty() && value.origin() != ConfigValue.Origin.DEFAULT) {
        keys.put(pair[1], text);
      }
    }
    String directory = values.text("mailbox_directory_name");
    if (!directory.isEmpty()) {
      boolean legacy = values.flag("mailbox_directory_name_legacy");
      keys.put(legacy ? "DIRNAME" : "FULLDIRNAME", directory);
    }
    flag(keys, "UTF-8", values.flag("mailbox_list_utf8"));
    flag(keys, "ITERINDEX", values.flag("mailbox_list_iter_from_index_dir"));
    flag(keys, "NO-NOSELECT", values.flag("mailbox_list_drop_noselect"));
    flag(keys, "NO-FS-VALIDATION", !values.flag("mailbox_list_validate_fs_names"));
    flag(keys, "ALTNOCHECK", !values.flag("mail_alt_check"));
    String driver = values.text("mail_driver");
    String root = expansion.expand("mail_path", values.value("mail_path"));
    MailLocation location = parser.locate(driver, root, keys, driver + ":" + root);
    String inbox = expansion.expand("mail_inbox_path", values.value("mail_inbox_path"));
    if (inbox.isEmpty() || inbox.equals(".")) {
      return location;
    }
    boolean relative = !inbox.startsWith("/") && !inbox.startsWith("~");
    keys.put("INBOX", relative ? location.root() + "/" + inbox : inbox);
    return parser.locate(location.driver(), location.root().toString(), keys, inbox);
  }

  private static void flag(Map<String, String> keys, String key, boolean set) {
    if (set) {
      keys.put(key, "");
    }
  }
}
