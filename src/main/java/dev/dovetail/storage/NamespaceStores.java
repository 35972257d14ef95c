package dev.dovetail.storage;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Several namespaces of one user as one store: each name is of the namespace with the longest
 * prefix of it (dsync-protocol 4.6). All have one separator.
 */
public final class NamespaceStores implements MailStore {

  private final List<MailStore> stores;
  private final Map<Guid128, MailStore> byGuid = new HashMap<>();

  /**
   * @param stores at least one; that with INBOX first
   */
  public NamespaceStores(List<MailStore> stores) {
    this.stores = List.copyOf(stores);
  }

  private MailStore first() {
    return stores.get(0);
  }

  @Override
  public String location() {
    return first().location() + " and " + (stores.size() - 1) + " more";
  }

  @Override
  public char separator() {
    return first().separator();
  }

  @Override
  public Set<MailboxName> namespaceRoots() {
    Set<MailboxName> roots = new LinkedHashSet<>();
    for (MailStore store : stores) {
      roots.addAll(store.namespaceRoots());
    }
    return roots;
  }

  @Override
  public List<ListedMailbox> listMailboxes() throws IOException {
    byGuid.clear();
    List<ListedMailbox> all = new ArrayList<>();
    for (MailStore store : stores) {
      for (ListedMailbox mailbox : store.listMailboxes()) {
        // What lies behind another namespace's prefix cannot be reached by its name.
        if (store.holds(mailbox.name())) {
          all.add(mailbox);
          byGuid.putIfAbsent(mailbox.guid(), store);
        }
      }
    }
    return all;
  }

  @Override
  public Set<MailboxName> subscriptions() throws IOException {
    Set<MailboxName> all = new LinkedHashSet<>();
    for (MailStore store : stores) {
      for (MailboxName name : store.subscriptions()) {
        if (store.holds(name)) {
          all.add(name);
        }
      }
    }
    return all;
  }

  @Override
  public List<MailboxLogRecord> mailboxLog() throws IOException {
    List<MailboxLogRecord> all = new ArrayList<>();
    for (MailStore store : stores) {
      all.addAll(store.mailboxLog());
    }
    return all;
  }

  @Override
  public Guid128 nameHash(MailboxName name) {
    return first().nameHash(name);
  }

  @Override
  public MailboxName acceptableName(MailboxName name, char replacement) {
    return owner(name).acceptableName(name, replacement);
  }

  @Override
  public boolean holds(MailboxName name) {
    for (MailStore store : stores) {
      if (store.holds(name)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Optional<MailboxName> specialUse(String flag) throws IOException {
    for (MailStore store : stores) {
      Optional<MailboxName> found = store.specialUse(flag);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** The first one has what none of them holds. */
  private MailStore owner(MailboxName name) {
    for (MailStore store : stores) {
      if (store.holds(name)) {
        return store;
      }
    }
    return first();
  }

  @Override
  public void createMailbox(MailboxName name, Guid128 guid, long uidValidity) throws IOException {
    owner(name).createMailbox(name, guid, uidValidity);
  }

  @Override
  public void createDirectory(MailboxName name) throws IOException {
    owner(name).createDirectory(name);
  }

  @Override
  public void deleteMailbox(Guid128 guid) throws IOException {
    withMailbox(guid).deleteMailbox(guid);
  }

  @Override
  public void deleteDirectory(MailboxName name) throws IOException {
    owner(name).deleteDirectory(name);
  }

  @Override
  public void renameMailbox(MailboxName from, MailboxName to, long time) throws IOException {
    MailStore store = owner(from);
    if (store != owner(to)) {
      throw new SyncException(
          Grade.NOT_POSSIBLE,
          "Renaming mailbox "
              + from.join(separator())
              + " to "
              + to.join(separator())
              + ": they are in different namespaces, and a mailbox cannot go from one to another");
    }
    store.renameMailbox(from, to, time);
  }

  @Override
  public void setSubscribed(MailboxName name, boolean subscribed, long time) throws IOException {
    owner(name).setSubscribed(name, subscribed, time);
  }

  @Override
  public MailboxStore openMailbox(Guid128 guid) throws IOException {
    return withMailbox(guid).openMailbox(guid);
  }

  private MailStore withMailbox(Guid128 guid) throws IOException {
    if (!byGuid.containsKey(guid)) {
      listMailboxes();
    }
    MailStore store = byGuid.get(guid);
    if (store == null || guid.isEmpty()) {
      throw new MailboxNotFoundException(
          "Looking for the mailbox with GUID " + guid + " in " + location() + ": there is none");
    }
    return store;
  }

  @Override
  public StoreLock lockUser(long timeoutSeconds) throws IOException {
    return first().lockUser(timeoutSeconds);
  }

  @Override
  public void purge() throws IOException {
    for (MailStore store : stores) {
      store.purge();
    }
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (MailStore store : stores) {
      try {
        store.close();
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
