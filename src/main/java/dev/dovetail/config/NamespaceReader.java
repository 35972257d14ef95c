package dev.dovetail.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the {@code namespace} blocks for one user, with Dovecot's checks (storage-formats 1.3). */
final class NamespaceReader {

  private final Settings settings;
  private final UserLocations locations;

  NamespaceReader(Settings settings, UserLocations locations) {
    this.settings = settings;
    this.locations = locations;
  }

  List<NamespaceSettings> read() throws ConfigException {
    List<NamespaceSettings> found = new ArrayList<>();
    int inboxes = 0;
    boolean anyBlock = false;
    for (ConfigSection section : settings.tree().root().children) {
      if (!section.type.equals("namespace")) {
        continue;
      }
      anyBlock = true;
      SettingValues values =
          new SettingValues(section, settings.tree().root(), settings.isVersion24());
      if (!values.flag("disabled")) {
        NamespaceSettings namespace = read(section, values);
        inboxes += namespace.inbox() ? 1 : 0;
        insert(found, namespace);
      }
    }
    if (!anyBlock) {
      return List.of(implicit());
    }
    if (inboxes != 1) {
      throw SettingValues.unusable(
          inboxes == 0
              ? "namespace configuration error: inbox=yes namespace missing"
              : "namespace configuration error: There can be only one namespace with inbox=yes");
    }
    return List.copyOf(found);
  }

  /** By {@code order}; equal ones stay as they are in the file. */
  private static void insert(List<NamespaceSettings> sorted, NamespaceSettings namespace) {
    int at = sorted.size();
    while (at > 0 && sorted.get(at - 1).order() > namespace.order()) {
      at--;
    }
    sorted.add(at, namespace);
  }

  private NamespaceSettings implicit() throws ConfigException {
    return new NamespaceSettings(
        "",
        "private",
        "",
        usualSeparator(locations.global()),
        true,
        false,
        "yes",
        true,
        Optional.empty(),
        Optional.empty(),
        0,
        List.of());
  }

  private static char usualSeparator(MailLocation location) {
    return location.layout().equals("maildir++") ? '.' : '/';
  }

  private NamespaceSettings read(ConfigSection section, SettingValues values)
      throws ConfigException {
    String prefix = locations.expand("prefix", values.value("prefix"));
    Optional<MailLocation> own = locations.own(section, values);
    char separator = separator(section, values, own);
    String list = values.oneOf("list", "yes", "no", "children");
    if (!prefix.isEmpty()
        && !list.equals("no")
        && prefix.charAt(prefix.length() - 1) != separator) {
      throw SettingValues.unusable(
          "namespace configuration error: list="
              + list
              + " requires prefix="
              + Quoting.forMessage(prefix)
              + " to end with separator "
              + separator);
    }
    String alias = values.text("alias_for", "");
    return new NamespaceSettings(
        section.label,
        values.oneOf("type", "private", "shared", "public"),
        prefix,
        separator,
        values.flag("inbox"),
        values.flag("hidden"),
        list,
        values.flag("subscriptions", true),
        values.isSet("alias_for") ? Optional.of(alias) : Optional.empty(),
        own,
        order(values),
        mailboxes(section));
  }

  private char separator(ConfigSection section, SettingValues values, Optional<MailLocation> own)
      throws ConfigException {
    String text = values.text("separator");
    if (text.length() > 1) {
      throw SettingValues.unusable(
          "Namespace '" + section.label + "': Hierarchy separator must be only one character long");
    }
    if (!text.isEmpty()) {
      return text.charAt(0);
    }
    return usualSeparator(own.isPresent() ? own.get() : locations.global());
  }

  private static int order(SettingValues values) throws ConfigException {
    return values.isSet("order") ? (int) Math.min(values.number("order"), Integer.MAX_VALUE) : 0;
  }

  private List<MailboxSettings> mailboxes(ConfigSection section) throws ConfigException {
    List<MailboxSettings> mailboxes = new ArrayList<>();
    for (ConfigSection child : section.children) {
      if (child.type.equals("mailbox")) {
        SettingValues values =
            new SettingValues(child, settings.tree().root(), settings.isVersion24());
        mailboxes.add(
            new MailboxSettings(
                values.text("name", child.label),
                values.oneOf("auto", "no", "create", "subscribe"),
                List.copyOf(values.words("special_use"))));
      }
    }
    return List.copyOf(mailboxes);
  }
}
