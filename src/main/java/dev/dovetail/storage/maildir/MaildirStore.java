package dev.dovetail.storage.maildir;

import dev.dovetail.failure.FileFailure;
import dev.dovetail.failure.SyncException;
import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.AttributeStore;
import dev.dovetail.storage.ListedMailbox;
import dev.dovetail.storage.MailStore;
import dev.dovetail.storage.MailboxLogRecord;
import dev.dovetail.storage.MailboxNotFoundException;
import dev.dovetail.storage.MailboxStore;
import dev.dovetail.storage.StoreLock;
import dev.dovetail.storage.attribute.DictFile;
import dev.dovetail.storage.attribute.FileDictAttributes;
import dev.dovetail.storage.attribute.NoAttributes;
import dev.dovetail.storage.file.NewDirectory;
import dev.dovetail.storage.list.ListIndex;
import dev.dovetail.storage.list.MailboxLogFile;
import dev.dovetail.storage.list.NamespaceOptions;
import dev.dovetail.storage.list.SubscriptionFile;
import dev.dovetail.storage.list.SubscriptionPlace;
import dev.dovetail.storage.lock.FcntlLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One user's Maildir mailboxes, in the layouts Maildir++ and fs (storage-formats 1, 2, 5.f).
 *
 * <p>Deviation: a directory whose name leads to no mailbox name is left out with a warning, where
 * Dovecot makes an empty mailbox beside it or ends the session.
 */
@SuppressWarnings("try") // A lock is held, not used.
public final class MaildirStore implements MailStore {
  private static final String USER_LOCK = ".dovecot-sync.lock";

  private final MaildirTree tree;
  private final NameRules rules;
  private final MaildirLocation location;
  private final NamespaceOptions namespace;
  private final Path home;
  private final MaildirSettings settings;
  private final Optional<DictFile> attributes;
  private final MailboxLogFile mailboxLog;
  private final SubscriptionFile subscriptions;
  private final MailboxLogFile subscriptionLog;
  private final ListIndex listIndex;
  private final RecentMailboxes recent;
  private final MailboxListing listing;
  private final Map<Guid128, MaildirTree.Node> known = new HashMap<>();

  /**
   * @param home the user's home directory, for the user's lock; must exist when that is taken
   * @param attributeDictionary the file of {@code mail_attribute_dict = file:}
   * @throws SyncException if the location cannot be one of a Maildir
   */
  public MaildirStore(
      MaildirLocation location,
      NamespaceOptions namespace,
      Path home,
      MaildirSettings settings,
      Optional<Path> attributeDictionary)
      throws SyncException {
    this.location = location;
    this.namespace = namespace;
    this.home = home;
    this.settings = settings;
    this.attributes = attributeDictionary.map(DictFile::new);
    this.tree = new MaildirTree(location, namespace, settings.lockWaits(), settings.log());
    this.rules = new NameRules(tree.names(), namespace.ownsInbox());
    this.mailboxLog = new MailboxLogFile(tree.indexRoot(), settings.log());
    SubscriptionPlace place =
        namespace
            .subscriptions()
            .orElse(
                new SubscriptionPlace(
                    tree.controlRoot().resolve(location.subscriptionsFileName()),
                    tree.indexRoot(),
                    ""));
    this.subscriptions =
        new SubscriptionFile(
            place.file(), tree.layout().separator(), place.prefix(), settings.lockWaits());
    this.subscriptionLog = new MailboxLogFile(place.logDirectory(), settings.log());
    this.listIndex = new ListIndex(tree.indexRoot(), settings.log());
    this.recent = new RecentMailboxes(settings);
    this.listing = new MailboxListing(tree, recent, settings);
  }

  @Override
  public String location() {
    return "maildir:" + location.root();
  }

  @Override
  public char separator() {
    return namespace.separator();
  }

  @Override
  public Set<MailboxName> namespaceRoots() {
    Optional<MailboxName> root = tree.names().root();
    return root.isPresent() ? Set.of(root.get()) : Set.of();
  }

  @Override
  public List<ListedMailbox> listMailboxes() throws IOException {
    known.clear();
    try {
      return listing.list(known);
    } catch (IOException e) {
      throw failure("Listing mailboxes", e);
    }
  }

  @Override
  public Set<MailboxName> subscriptions() throws IOException {
    Set<MailboxName> names = new LinkedHashSet<>();
    for (String storageName : subscriptions.read()) {
      if (namespace.ownsInbox() && storageName.equalsIgnoreCase("INBOX")) {
        names.add(MailboxName.INBOX);
      } else {
        // What is no name of this namespace was never shown to the user either.
        tree.names().decode(storageName).ifPresent(names::add);
      }
    }
    return names;
  }

  @Override
  public List<MailboxLogRecord> mailboxLog() throws IOException {
    if (namespace.subscriptions().isEmpty()) {
      return mailboxLog.read();
    }
    List<MailboxLogRecord> all = new ArrayList<>(mailboxLog.read());
    for (MailboxLogRecord entry : subscriptionLog.read()) {
      if (entry.kind() == MailboxLogRecord.Kind.SUBSCRIBE
          || entry.kind() == MailboxLogRecord.Kind.UNSUBSCRIBE) {
        all.add(entry);
      }
    }
    return all;
  }

  @Override
  public Guid128 nameHash(MailboxName name) {
    return Guid128.ofName(name.join(namespace.separator()));
  }

  @Override
  public boolean holds(MailboxName name) {
    return namespace.holds(name);
  }

  @Override
  public MailboxName acceptableName(MailboxName name, char replacement) {
    // A name that Dovecot once accepted is kept, even if a new mailbox could not have it.
    Optional<String> storageName = tree.names().encode(name);
    if (storageName.isPresent() && tree.layout().find(storageName.get()) != null) {
      return tree.names().canonical(name);
    }
    return tree.names().acceptable(name, replacement);
  }

  @Override
  public Optional<MailboxName> specialUse(String flag) {
    for (Map.Entry<String, MailboxName> entry : namespace.specialUse().entrySet()) {
      if (entry.getKey().equalsIgnoreCase(flag)) {
        return Optional.of(entry.getValue());
      }
    }
    return Optional.empty();
  }

  @Override
  public void createMailbox(MailboxName name, Guid128 guid, long uidValidity) throws IOException {
    rules.checkCreating(name);
    String storageName = tree.storageName(name, "Creating mailbox");
    change(
        "Creating mailbox " + show(name),
        () -> new MailboxCreation(tree).create(name, storageName, guid, uidValidity));
  }

  @Override
  public void createDirectory(MailboxName name) throws IOException {
    rules.checkCreatingDirectory(name);
    if (!tree.layout().hasDirectories()) {
      createMailbox(name, MailboxListing.newGuid(), 0);
      return;
    }
    String storageName = tree.storageName(name, "Creating directory");
    change(
        "Creating directory " + show(name),
        () -> new MailboxCreation(tree).createDirectory(name, storageName));
  }

  @Override
  public void deleteMailbox(Guid128 guid) throws IOException {
    MaildirTree.Node node = find(guid);
    rules.checkDeleting(node.name());
    change("Deleting mailbox " + show(node.name()), () -> delete(node, guid));
  }

  private void delete(MaildirTree.Node node, Guid128 guid) throws IOException {
    listing.verify(node, guid);
    known.remove(guid);
    new MailboxRemoval(tree, settings.log()).remove(node);
    Guid128 hash = nameHash(node.name());
    long now = now();
    mailboxLog.append(
        new MailboxLogRecord(MailboxLogRecord.Kind.DELETE_MAILBOX, guid, now),
        new MailboxLogRecord(MailboxLogRecord.Kind.DELETE_DIRECTORY, hash, now));
  }

  @Override
  public void deleteDirectory(MailboxName name) throws IOException {
    rules.checkDeletingDirectory(name);
    String storageName = tree.storageName(name, "Deleting directory");
    change(
        "Deleting directory " + show(name),
        () -> {
          new MailboxRemoval(tree, settings.log()).removeDirectory(name, storageName);
          // Deviation: Dovecot writes the hash of the storage name, which only matches ASCII names.
          mailboxLog.append(
              new MailboxLogRecord(MailboxLogRecord.Kind.DELETE_DIRECTORY, nameHash(name), now()));
        });
  }

  @Override
  public void renameMailbox(MailboxName from, MailboxName to, long time) throws IOException {
    rules.checkRenaming(from, to);
    String storageFrom = tree.storageName(from, "Renaming mailbox");
    String storageTo = tree.storageName(to, "Renaming mailbox to");
    known.clear();
    MailboxRename rename = new MailboxRename(tree, from, to);
    try {
      createRoots();
      try (TreeAndLists locks =
          TreeAndLists.lock(
              tree::lock, () -> rename.controlDirectories(storageFrom), settings.lockWaits())) {
        rename.rename(storageFrom, storageTo, locks);
        mailboxLog.append(
            new MailboxLogRecord(MailboxLogRecord.Kind.RENAME, nameHash(to), notAfterNow(time)));
      }
      listIndex.requestRefresh();
    } catch (IOException e) {
      throw failure("Renaming mailbox " + show(from) + " to " + show(to), e);
    }
  }

  @Override
  public void setSubscribed(MailboxName name, boolean subscribed, long time) throws IOException {
    String storageName =
        tree.storageName(name, subscribed ? "Subscribing to" : "Unsubscribing from");
    try {
      createRoots();
      if (namespace.subscriptions().isPresent()) {
        SubscriptionPlace place = namespace.subscriptions().get();
        NewDirectory.createRoot(place.file().getParent());
        NewDirectory.createRoot(place.logDirectory());
      }
      if (subscriptions.set(storageName, subscribed)) {
        MailboxLogRecord.Kind kind =
            subscribed ? MailboxLogRecord.Kind.SUBSCRIBE : MailboxLogRecord.Kind.UNSUBSCRIBE;
        subscriptionLog.append(new MailboxLogRecord(kind, nameHash(name), notAfterNow(time)));
      }
    } catch (IOException e) {
      throw failure("Changing the subscription of " + show(name), e);
    }
  }

  @Override
  public MailboxStore openMailbox(Guid128 guid) throws IOException {
    MaildirTree.Node node = find(guid);
    MailboxFiles files = recent.of(node.paths(), node.name().toString());
    return new MaildirMailbox(files, node.name(), tree::lock, attributes(guid, files));
  }

  private AttributeStore attributes(Guid128 guid, MailboxFiles files) {
    if (attributes.isEmpty()) {
      return new NoAttributes();
    }
    return new FileDictAttributes(attributes.get(), guid, files::recordAttribute);
  }

  /** Others may have renamed or replaced it since the tree was listed. */
  private MaildirTree.Node find(Guid128 guid) throws IOException {
    MaildirTree.Node node = known.get(guid);
    if (node == null || !listing.isAt(node, guid)) {
      listMailboxes();
      node = known.get(guid);
    }
    if (node == null || guid.isEmpty()) {
      throw new MailboxNotFoundException(
          "Looking for the mailbox with GUID " + guid + " in " + location() + ": there is none");
    }
    return node;
  }

  @Override
  public StoreLock lockUser(long timeoutSeconds) throws IOException {
    StoreLock lock;
    try {
      lock = FcntlLock.acquire(home.resolve(USER_LOCK), timeoutSeconds);
    } catch (IOException e) {
      throw failure("Locking the user's mail", e);
    }
    return () -> {
      try {
        lock.close();
      } catch (IOException e) {
        throw failure("Removing the lock of the user's mail", e);
      }
    };
  }

  private interface Change {
    void run() throws IOException;
  }

  private void change(String attempt, Change change) throws IOException {
    try {
      createRoots();
      try (StoreLock lock = tree.lock()) {
        change.run();
      }
      listIndex.requestRefresh();
    } catch (IOException e) {
      throw failure(attempt, e);
    }
  }

  private SyncException failure(String attempt, IOException e) {
    return FileFailure.of(attempt + " in " + location(), e);
  }

  private void createRoots() throws IOException {
    NewDirectory.createRoot(tree.root());
    NewDirectory.createRoot(tree.indexRoot());
    NewDirectory.createRoot(tree.controlRoot());
  }

  /** A Maildir has nothing that waits to be freed. */
  @Override
  public void purge() {}

  @Override
  public void close() {
    recent.clear();
  }

  /** A change that seems to come from the future could not be outdone by the user. */
  private static long notAfterNow(long time) {
    long now = now();
    return time <= 0 || time > now ? now : time;
  }

  static long now() {
    return System.currentTimeMillis() / 1000;
  }

  private String show(MailboxName name) {
    return name.join(namespace.separator());
  }
}
