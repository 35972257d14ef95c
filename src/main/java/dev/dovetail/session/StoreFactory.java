package dev.dovetail.session;

import dev.dovetail.config.MailLocation;
import dev.dovetail.config.MailboxSettings;
import dev.dovetail.config.NamespaceSettings;
import dev.dovetail.config.UserSettings;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.MailStore;
import dev.dovetail.storage.NamespaceStores;
import dev.dovetail.storage.list.NamespaceOptions;
import dev.dovetail.storage.list.SubscriptionPlace;
import dev.dovetail.storage.lock.LockWaits;
import dev.dovetail.storage.maildir.FsyncMode;
import dev.dovetail.storage.maildir.MaildirLocation;
import dev.dovetail.storage.maildir.MaildirLocation.TreeLayout;
import dev.dovetail.storage.maildir.MaildirSettings;
import dev.dovetail.storage.maildir.MaildirStore;
import dev.dovetail.storage.maildir.VanishedMail;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens the store that a user's settings describe. */
final class StoreFactory {
  private static final String FILE_DICTIONARY = "file:";

  private StoreFactory() {}

  /**
   * Where the mail of a namespace is.
   *
   * @throws SyncException if no store of ours can serve it
   */
  static MailLocation location(UserSettings user, NamespaceSettings namespace) throws IOException {
    MailLocation location =
        namespace.ownLocation().isPresent() ? namespace.ownLocation().get() : user.mailLocation();
    checkServed(location);
    return location;
  }

  private static void checkServed(MailLocation location) throws SyncException {
    if (!location.driver().equals("maildir")) {
      throw new SyncException(
          Grade.TEMPORARY,
          "Opening "
              + location
              + ": this version serves maildir only; for another format run doveadm at this end");
    }
    if (location.indexInMemory()) {
      throw new SyncException(
          Grade.TEMPORARY,
          "Opening "
              + location
              + ": INDEX=MEMORY cannot be synced, what was synced would be forgotten;"
              + " give INDEX a directory");
    }
  }

  /**
   * Opens the namespaces of a sync as one store.
   *
   * @param namespaces at least one, that with INBOX first
   * @throws SyncException if one of them cannot be served
   */
  static MailStore open(
      UserSettings user, List<NamespaceSettings> namespaces, String hostname, Log log)
      throws IOException {
    if (namespaces.size() == 1) {
      return open(user, namespaces.get(0), hostname, log);
    }
    List<MailStore> stores = new ArrayList<>();
    for (NamespaceSettings namespace : namespaces) {
      stores.add(open(user, namespace, hostname, log));
    }
    return new NamespaceStores(stores);
  }

  private static MailStore open(
      UserSettings user, NamespaceSettings namespace, String hostname, Log log) throws IOException {
    MailLocation location = location(user, namespace);
    requireFcntl(user);
    return new MaildirStore(
        maildirLocation(location),
        options(user, namespace),
        home(user, location),
        new MaildirSettings(fsync(user), hostname, user.mail().saveCrlf(), vanishedMail(user), log)
            .with(new LockWaits(user.mail().maxLockTimeout())),
        attributes(user, log));
  }

  /** Java cannot take other locks, and then nothing would keep us and Dovecot apart. */
  private static void requireFcntl(UserSettings user) throws SyncException {
    if (!user.mail().lockMethod().equals("fcntl")) {
      throw new SyncException(
          Grade.CONFIGURATION,
          "lock_method = "
              + user.mail().lockMethod()
              + ": only fcntl locks can be taken here, and with others Dovecot's index files would"
              + " be damaged, nothing was changed: set lock_method = fcntl for Dovecot, too, or run"
              + " doveadm at this end");
    }
  }

  private static MaildirLocation maildirLocation(MailLocation location) throws SyncException {
    return new MaildirLocation(
        location.root(),
        location.inbox(),
        location.index(),
        location.control(),
        location.volatileDirectory(),
        layout(location),
        location.directoryName(),
        location.fullDirectoryName(),
        location.subscriptionsFileName(),
        location.utf8(),
        location.escapeCharacter(),
        location.brokenCharacter(),
        location.validateNames());
  }

  private static TreeLayout layout(MailLocation location) throws SyncException {
    return switch (location.layout()) {
      case "maildir++" -> TreeLayout.MAILDIR_PLUS_PLUS;
      case "fs" -> TreeLayout.FS;
      default ->
          throw new SyncException(
              Grade.TEMPORARY,
              "Opening "
                  + location
                  + ": LAYOUT="
                  + location.layout()
                  + " is not served; maildir++ and fs are");
    };
  }

  private static NamespaceOptions options(UserSettings user, NamespaceSettings namespace)
      throws IOException {
    Map<String, MailboxName> specialUse = new HashMap<>();
    for (MailboxSettings mailbox : namespace.mailboxes()) {
      for (String use : mailbox.specialUse()) {
        specialUse.putIfAbsent(
            use, MailboxName.split(namespace.prefix() + mailbox.name(), namespace.separator()));
      }
    }
    return new NamespaceOptions(
        namespace.prefix(),
        namespace.separator(),
        namespace.inbox(),
        specialUse,
        subscriptions(user, namespace),
        otherPrefixes(user, namespace));
  }

  /** With {@code subscriptions = no} they are with the namespace around it. */
  private static Optional<SubscriptionPlace> subscriptions(UserSettings user, NamespaceSettings own)
      throws IOException {
    NamespaceSettings around = null;
    for (NamespaceSettings other : user.namespaces()) {
      if (!own.subscriptions()
          && other.subscriptions()
          && own.prefix().startsWith(other.prefix())
          && (around == null || other.prefix().length() > around.prefix().length())) {
        around = other;
      }
    }
    if (around == null) {
      return Optional.empty();
    }
    MailLocation location =
        around.ownLocation().isPresent() ? around.ownLocation().get() : user.mailLocation();
    Path control = location.control().orElse(location.root());
    return Optional.of(
        new SubscriptionPlace(
            control.resolve(location.subscriptionsFileName()),
            location.index().orElse(location.root()),
            own.prefix().substring(around.prefix().length())));
  }

  private static List<String> otherPrefixes(UserSettings user, NamespaceSettings own)
      throws IOException {
    List<String> prefixes = new ArrayList<>();
    for (NamespaceSettings other : user.namespaces()) {
      if (!other.prefix().equals(own.prefix())) {
        prefixes.add(other.fixedPrefix().replace(other.separator(), own.separator()));
      }
    }
    return prefixes;
  }

  private static FsyncMode fsync(UserSettings user) {
    return switch (user.mail().fsync()) {
      case "never" -> FsyncMode.NEVER;
      case "always" -> FsyncMode.ALWAYS;
      default -> FsyncMode.OPTIMIZED;
    };
  }

  private static VanishedMail vanishedMail(UserSettings user) {
    return user.mail().vanishedMail().equals("expunge")
        ? VanishedMail.EXPUNGE
        : VanishedMail.RESTORE;
  }

  /** The user lock is in the home directory; who has none keeps it beside the mail. */
  private static Path home(UserSettings user, MailLocation location) {
    return user.home().orElse(location.root());
  }

  /** Mailbox attributes are kept in a file; what another kind of dictionary holds is not synced. */
  private static Optional<Path> attributes(UserSettings user, Log log) throws IOException {
    String dictionary = user.mailAttributeDict();
    if (dictionary.isEmpty()) {
      return Optional.empty();
    }
    if (!dictionary.startsWith(FILE_DICTIONARY)) {
      log.warning(
          "mail_attribute_dict = "
              + dictionary
              + ": only file: dictionaries are served, mailbox attributes are not synced");
      return Optional.empty();
    }
    return Optional.of(Path.of(dictionary.substring(FILE_DICTIONARY.length())));
  }
}
