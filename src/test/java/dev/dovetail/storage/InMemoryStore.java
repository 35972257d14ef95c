package dev.dovetail.storage;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A mail store in memory that keeps the contract of {@link MailStore}, for tests of what stands
 * above stores. Methods beyond the contract are what users, deliveries and accidents do. All
 * methods are synchronised, mailboxes share the store's lock.
 */
public final class InMemoryStore implements MailStore {

  /** What a name without mail below which there is mail is. */
  public enum Layout {
    /** Nothing, as in Maildir++. A directory that is asked for becomes a mailbox. */
    FLAT,
    /** A directory, as in the fs layout. */
    NESTED
  }

  private final String location;
  private final Layout layout;
  private final char separator;
  private final LongSupplier clock;
  private final Random random;

  /** Empty for a directory. */
  private final TreeMap<MailboxName, Optional<InMemoryMailbox>> entries =
      new TreeMap<>((one, other) -> one.join('\0').compareTo(other.join('\0')));

  private final Set<MailboxName> subscribed = new LinkedHashSet<>();
  private final List<MailboxLogRecord> log = new ArrayList<>();
  private final Map<String, MailboxName> specialUses = new TreeMap<>();
  private Optional<MailboxName> namespaceRoot = Optional.empty();
  private boolean userLocked;
  private long lastUidValidity;
  private String foreignPrefix;
  private int writesUntilFailure = -1;
  private int writes;
  private int purges;

  public InMemoryStore(String location, Layout layout, LongSupplier clock, long seed) {
    this(location, layout, '/', clock, seed);
  }

  public InMemoryStore(
      String location, Layout layout, char separator, LongSupplier clock, long seed) {
    this.location = location;
    this.layout = layout;
    this.separator = separator;
    this.clock = clock;
    this.random = new Random(seed);
  }

  // What users and accidents do.

  /** Creates a mailbox with a GUID and a UIDVALIDITY of its own. */
  public synchronized InMemoryMailbox create(String name) throws IOException {
    return create(name, newGuid());
  }

  public synchronized InMemoryMailbox create(String name, Guid128 guid) throws IOException {
    lastUidValidity = Math.max(lastUidValidity + 1, clock.getAsLong());
    createMailbox(split(name), guid, lastUidValidity);
    return mailbox(name);
  }

  /** The mailbox of this name, joined with the store's separator. */
  public synchronized InMemoryMailbox mailbox(String name) {
    return entries
        .getOrDefault(split(name), Optional.empty())
        .orElseThrow(() -> new IllegalArgumentException("No mailbox " + name + " in " + location));
  }

  public synchronized boolean hasMailbox(String name) {
    return entries.getOrDefault(split(name), Optional.empty()).isPresent();
  }

  public synchronized boolean hasDirectory(String name) {
    return entries.containsKey(split(name)) && entries.get(split(name)).isEmpty();
  }

  /** Deletes as a user does, who names it. */
  public synchronized void delete(String name) throws IOException {
    deleteMailbox(mailbox(name).guid());
  }

  public synchronized void rename(String from, String to) throws IOException {
    renameMailbox(split(from), split(to), 0);
  }

  public synchronized void subscribe(String name) throws IOException {
    setSubscribed(split(name), true, 0);
  }

  public synchronized void unsubscribe(String name) throws IOException {
    setSubscribed(split(name), false, 0);
  }

  /** Removes a mailbox with its mails and index behind everybody's back. */
  public synchronized void vanish(String name) {
    entries.remove(split(name));
  }

  /** Removes {@code dovecot.mailbox.log}. */
  public synchronized void loseMailboxLog() {
    log.clear();
  }

  public synchronized void setSpecialUse(String flag, String name) {
    specialUses.put(flag, split(name));
  }

  public synchronized void setNamespaceRoot(MailboxName root) {
    namespaceRoot = Optional.of(root);
  }

  /** Names below {@code prefix} are not this store's from now on. */
  public synchronized void leaveToAnotherNamespace(String prefix) {
    foreignPrefix = prefix + '/';
  }

  @Override
  public synchronized boolean holds(MailboxName name) {
    return foreignPrefix == null || !(name.join('/') + '/').startsWith(foreignPrefix);
  }

  /**
   * Lets the {@code n}-th write from now on, counted from 1, and all after it fail. 0 ends that.
   */
  public synchronized void failAtWrite(int n) {
    writesUntilFailure = n == 0 ? -1 : writes + n;
  }

  /** How many writes there were: each change of the tree, each staged mail, each commit. */
  public synchronized int writes() {
    return writes;
  }

  public synchronized int purges() {
    return purges;
  }

  /** Names and properties of all mailboxes and directories, and the subscriptions; one per line. */
  public synchronized String describeTree() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<MailboxName, Optional<InMemoryMailbox>> entry : entries.entrySet()) {
      text.append(entry.getKey());
      entry
          .getValue()
          .ifPresent(
              box -> text.append(' ').append(box.guid()).append(' ').append(box.uidValidity()));
      text.append('\n');
    }
    TreeSet<String> sorted = new TreeSet<>();
    for (MailboxName name : subscribed) {
      sorted.add(name.toString());
    }
    for (String name : sorted) {
      text.append("subscribed ").append(name).append('\n');
    }
    return text.toString();
  }

  /** All that two equal replicas have in common: the tree, and each mail with flags and content. */
  public synchronized String describe() {
    StringBuilder text = new StringBuilder(describeTree());
    for (Map.Entry<MailboxName, Optional<InMemoryMailbox>> entry : entries.entrySet()) {
      entry
          .getValue()
          .ifPresent(box -> text.append(entry.getKey()).append(":\n").append(box.describe()));
    }
    return text.toString();
  }

  // The contract.

  @Override
  public String location() {
    return location;
  }

  @Override
  public char separator() {
    return separator;
  }

  @Override
  public synchronized Set<MailboxName> namespaceRoots() {
    return namespaceRoot.isPresent() ? Set.of(namespaceRoot.get()) : Set.of();
  }

  @Override
  public synchronized List<ListedMailbox> listMailboxes() {
    List<ListedMailbox> listed = new ArrayList<>();
    for (Map.Entry<MailboxName, Optional<InMemoryMailbox>> entry : entries.entrySet()) {
      if (entry.getValue().isPresent()) {
        InMemoryMailbox box = entry.getValue().get();
        listed.add(new ListedMailbox(entry.getKey(), box.guid(), box.uidValidity(), box.uidNext()));
      } else {
        listed.add(new ListedMailbox(entry.getKey(), Guid128.EMPTY, 0, 0));
      }
    }
    return listed;
  }

  @Override
  public synchronized Set<MailboxName> subscriptions() {
    return new LinkedHashSet<>(subscribed);
  }

  @Override
  public synchronized List<MailboxLogRecord> mailboxLog() {
    return new ArrayList<>(log);
  }

  @Override
  public Guid128 nameHash(MailboxName name) {
    return Guid128.ofName(name.join(separator));
  }

  @Override
  public MailboxName acceptableName(MailboxName name, char replacement) {
    List<String> components = new ArrayList<>();
    for (String component : name.components()) {
      StringBuilder safe = new StringBuilder();
      for (int i = 0; i < component.length(); i++) {
        char c = component.charAt(i);
        safe.append(c == separator || c == '/' || c < ' ' ? replacement : c);
      }
      boolean special = safe.length() == 0 || safe.toString().matches("\\.\\.?");
      components.add(special ? "_" + safe : safe.toString());
    }
    if (components.size() == 1 && components.get(0).equalsIgnoreCase("INBOX")) {
      return MailboxName.INBOX;
    }
    return new MailboxName(components);
  }

  @Override
  public synchronized Optional<MailboxName> specialUse(String flag) {
    return Optional.ofNullable(specialUses.get(flag));
  }

  @Override
  public synchronized void createMailbox(MailboxName name, Guid128 guid, long uidValidity)
      throws IOException {
    if (entries.getOrDefault(name, Optional.empty()).isPresent() || find(guid).isPresent()) {
      throw new MailboxExistsException("Creating mailbox '" + name + "': it exists");
    }
    write();
    createParents(name);
    entries.put(name, Optional.of(new InMemoryMailbox(this, name, guid, uidValidity, clock)));
  }

  private void createParents(MailboxName name) {
    List<String> components = name.components();
    for (int depth = 1; layout == Layout.NESTED && depth < components.size(); depth++) {
      entries.putIfAbsent(new MailboxName(components.subList(0, depth)), Optional.empty());
    }
  }

  @Override
  public synchronized void createDirectory(MailboxName name) throws IOException {
    if (entries.containsKey(name)) {
      throw new MailboxExistsException("Creating directory '" + name + "': it exists");
    }
    if (layout == Layout.FLAT) {
      lastUidValidity = Math.max(lastUidValidity + 1, clock.getAsLong());
      createMailbox(name, newGuid(), lastUidValidity);
      return;
    }
    write();
    createParents(name);
    entries.put(name, Optional.empty());
  }

  @Override
  public synchronized void deleteMailbox(Guid128 guid) throws IOException {
    MailboxName name = nameOf(guid, "Deleting");
    if (name.isInbox()) {
      throw new IllegalArgumentException("INBOX must not be deleted");
    }
    write();
    if (layout == Layout.NESTED && hasChildren(name)) {
      entries.put(name, Optional.empty());
    } else {
      entries.remove(name);
    }
    log(MailboxLogRecord.Kind.DELETE_MAILBOX, guid);
    log(MailboxLogRecord.Kind.DELETE_DIRECTORY, nameHash(name));
  }

  @Override
  public synchronized void deleteDirectory(MailboxName name) throws IOException {
    if (!entries.containsKey(name)) {
      throw new MailboxNotFoundException("Deleting directory '" + name + "': it does not exist");
    }
    if (entries.get(name).isPresent() || hasChildren(name)) {
      throw new MailboxExistsException("Deleting directory '" + name + "': it is not empty");
    }
    write();
    entries.remove(name);
    log(MailboxLogRecord.Kind.DELETE_DIRECTORY, nameHash(name));
  }

  private boolean hasChildren(MailboxName name) {
    return entries.keySet().stream().anyMatch(other -> isBelow(other, name));
  }

  private static boolean isBelow(MailboxName name, MailboxName above) {
    int depth = above.components().size();
    return name.components().size() > depth
        && name.components().subList(0, depth).equals(above.components());
  }

  @Override
  public synchronized void renameMailbox(MailboxName from, MailboxName to, long time)
      throws IOException {
    if (!entries.containsKey(from)) {
      throw new MailboxNotFoundException("Renaming '" + from + "': it does not exist");
    }
    if (entries.containsKey(to) || isBelow(to, from)) {
      throw new MailboxExistsException("Renaming '" + from + "' to '" + to + "': that exists");
    }
    if (hasChildren(to)) {
      throw new MailboxExistsException(
          "Renaming '" + from + "' to '" + to + "': that has children");
    }
    write();
    createParents(to);
    int depth = from.components().size();
    for (MailboxName name : new ArrayList<>(entries.keySet())) {
      if (name.equals(from) || isBelow(name, from)) {
        List<String> target = new ArrayList<>(to.components());
        target.addAll(name.components().subList(depth, name.components().size()));
        MailboxName renamed = new MailboxName(target);
        Optional<InMemoryMailbox> entry = entries.remove(name);
        entry.ifPresent(box -> box.renamed(renamed));
        entries.put(renamed, entry);
      }
    }
    log(MailboxLogRecord.Kind.RENAME, nameHash(to), time);
  }

  @Override
  public synchronized void setSubscribed(MailboxName name, boolean wanted, long time)
      throws IOException {
    if (subscribed.contains(name) == wanted) {
      return;
    }
    write();
    if (wanted) {
      subscribed.add(name);
    } else {
      subscribed.remove(name);
    }
    log(
        wanted ? MailboxLogRecord.Kind.SUBSCRIBE : MailboxLogRecord.Kind.UNSUBSCRIBE,
        nameHash(name),
        time);
  }

  @Override
  public synchronized InMemoryMailbox openMailbox(Guid128 guid) throws IOException {
    return entries.get(nameOf(guid, "Opening")).orElseThrow();
  }

  @Override
  public synchronized StoreLock lockUser(long timeoutSeconds) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
    for (long left = deadline - System.nanoTime();
        userLocked;
        left = deadline - System.nanoTime()) {
      if (left <= 0) {
        throw new LockTimeoutException("Locking " + location + ": another sync has the lock");
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    userLocked = true;
    return () -> {
      synchronized (this) {
        userLocked = false;
        notifyAll();
      }
    };
  }

  @Override
  public synchronized void purge() {
    purges++;
  }

  @Override
  public void close() {}

  // For the mailboxes.

  void write() throws IOException {
    writes++;
    if (writesUntilFailure > 0 && writes >= writesUntilFailure) {
      throw new IOException("Injected failure of write " + writes + " in " + location);
    }
  }

  Optional<MailboxName> find(Guid128 guid) {
    for (Map.Entry<MailboxName, Optional<InMemoryMailbox>> entry : entries.entrySet()) {
      if (entry.getValue().isPresent() && entry.getValue().get().guid().equals(guid)) {
        return Optional.of(entry.getKey());
      }
    }
    return Optional.empty();
  }

  private MailboxName nameOf(Guid128 guid, String attempt) throws MailboxNotFoundException {
    Optional<MailboxName> name = find(guid);
    if (name.isEmpty()) {
      throw new MailboxNotFoundException(attempt + " mailbox " + guid + ": there is none");
    }
    return name.get();
  }

  private void log(MailboxLogRecord.Kind kind, Guid128 id) {
    log(kind, id, 0);
  }

  private void log(MailboxLogRecord.Kind kind, Guid128 id, long time) {
    long now = clock.getAsLong();
    log.add(new MailboxLogRecord(kind, id, time <= 0 || time > now ? now : time));
  }

  private MailboxName split(String name) {
    return MailboxName.split(name, separator);
  }

  private Guid128 newGuid() {
    return new Guid128(random.nextLong(), random.nextLong());
  }
}
