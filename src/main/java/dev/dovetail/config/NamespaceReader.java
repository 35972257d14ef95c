package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.ConfigSection;
import dev.dovetail.config.syntax.SettingValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the {@code namespace} blocks for one user, with {@link NamespaceChecks}. */
final class NamespaceReader {

  private final Settings settings;
  private final UserLocations locations;

  NamespaceReader(Settings settings, UserLocations locations) {
    this.settings = settings;
    this.locations = locations;
  }

  List<NamespaceSettings> read() throws ConfigException {
    List<NamespaceSettings> found = new ArrayList<>();
    boolean anyBlock = false;
    for (ConfigSection section : settings.tree().root().children()) {
      if (!section.type().equals("namespace")) {
        continue;
      }
      anyBlock = true;
      SettingValues values =
          new SettingValues(section, settings.tree().root(), settings.isVersion24());
      if (!values.flag("disabled")) {
        insert(found, read(section, values));
      }
    }
    if (!anyBlock) {
      return List.of(implicit());
    }
    NamespaceChecks.together(found);
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
    String alias = values.text("alias_for", "");
    return new NamespaceSettings(
        section.label(),
        NamespaceChecks.type(values),
        prefix,
        separator(values, own),
        values.flag("inbox"),
        values.flag("hidden"),
        NamespaceChecks.list(values),
        values.flag("subscriptions", true),
        values.isSet("alias_for") ? Optional.of(alias) : Optional.empty(),
        own,
        NamespaceChecks.order(values),
        mailboxes(section));
  }

  private char separator(SettingValues values, Optional<MailLocation> own) throws ConfigException {
    String text = values.text("separator");
    if (!text.isEmpty()) {
      return text.charAt(0);
    }
    return usualSeparator(own.isPresent() ? own.get() : locations.global());
  }

  private List<MailboxSettings> mailboxes(ConfigSection section) throws ConfigException {
    List<MailboxSettings> mailboxes = new ArrayList<>();
    for (ConfigSection child : section.children()) {
      if (child.type().equals("mailbox")) {
        SettingValues values =
            new SettingValues(child, settings.tree().root(), settings.isVersion24());
        mailboxes.add(
            new MailboxSettings(
                values.text("name", child.label()),
                NamespaceChecks.auto(values),
                List.copyOf(values.words("special_use"))));
      }
    }
    return List.copyOf(mailboxes);
  }
}
