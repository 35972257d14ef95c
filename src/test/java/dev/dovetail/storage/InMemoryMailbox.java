package dev.dovetail.storage;

import dev.dovetail.mail.Flags;
import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/** A mailbox of an {@link InMemoryStore}; every change gets a modseq of its own. */
public final class InMemoryMailbox implements MailboxStore {

  /** Something that the transaction log tells. */
  private sealed interface Event {
    long modseq();
  }

  private record FlagEvent(
      long modseq, long uid, int added, int removed, Map<String, Boolean> keywords)
      implements Event {}

  private record ExpungeEvent(long modseq, long uid, Guid128 guid) implements Event {}

  private record AttributeEvent(long modseq, AttributeStore.Key key, boolean deleted, long time)
      implements Event {}

  private record Staged(byte[] content, long receivedDate) implements StagedMail {
    @Override
    public void close() {}
  }

  private final InMemoryStore store;
  private final LongSupplier clock;
  private final List<Event> log = new ArrayList<>();
  private final Attributes attributes = new Attributes();
  private MailboxName name;
  private Guid128 guid;
  private long uidValidity;
  private long uidNext = 1;
  private long firstRecentUid = 1;
  private long highestModseq = 1;
  private long logStart;
  private long refreshedModseq = 1;
  private boolean locked;
  private TreeMap<Long, InMemoryMessage> messages = new TreeMap<>();

  InMemoryMailbox(
      InMemoryStore store, MailboxName name, Guid128 guid, long uidValidity, LongSupplier clock) {
    this.store = store;
    this.name = name;
    this.guid = guid;
    this.uidValidity = uidValidity;
    this.clock = clock;
  }

  // What users, deliveries and accidents do.

  /** Delivers a mail and returns its UID. */
  public long deliver(String mailGuid, String content) throws IOException {
    return deliver(mailGuid, content, 0, clock.getAsLong());
  }

  public long deliver(String mailGuid, String content, int flags, long receivedDate)
      throws IOException {
    synchronized (store) {
      InMemoryMessage message = new InMemoryMessage();
      message.uid = uidNext++;
      message.guid = mailGuid;
      message.flags = flags;
      message.modseq = ++highestModseq;
      message.content = content.getBytes(StandardCharsets.ISO_8859_1);
      message.receivedDate = receivedDate;
      message.savedDate = clock.getAsLong();
      messages.put(message.uid, message);
      return message.uid;
    }
  }

  /** Sets flags and keywords as an IMAP session does: what changes is in the log. */
  public void setFlags(long uid, int flags, Collection<String> keywords) {
    synchronized (store) {
      InMemoryMessage message = message(uid);
      Map<String, Boolean> changed = new TreeMap<>();
      for (String keyword : keywords) {
        if (!message.keywords.contains(keyword)) {
          changed.put(keyword, true);
        }
      }
      for (String keyword : message.keywords) {
        if (!keywords.contains(keyword)) {
          changed.put(keyword, false);
        }
      }
      int added = flags & ~message.flags;
      int removed = message.flags & ~flags;
      if (added != 0 || removed != 0 || !changed.isEmpty()) {
        message.modseq = ++highestModseq;
        log.add(new FlagEvent(message.modseq, uid, added, removed, changed));
        message.set(flags, keywords);
      }
    }
  }

  public void addFlags(long uid, int flags) {
    synchronized (store) {
      setFlags(uid, message(uid).flags | flags, new TreeSet<>(message(uid).keywords));
    }
  }

  /** Expunges as a user does: the log knows the GUID. */
  public void expunge(long uid) {
    synchronized (store) {
      remove(message(uid));
    }
  }

  /** Removes the file of a mail behind everybody's back. */
  public void vanish(long uid) {
    synchronized (store) {
      message(uid).content = null;
    }
  }

  /**
   * What another program sees of a vanished mail after Dovecot has noticed: the message is gone and
   * the log has an expunge without GUID.
   */
  public void noticeVanished(long uid) {
    synchronized (store) {
      InMemoryMessage message = message(uid);
      messages.remove(uid);
      log.add(new ExpungeEvent(++highestModseq, message.uid, Guid128.EMPTY));
    }
  }

  /** Loses what the transaction log tells until now. */
  public void loseLog() {
    synchronized (store) {
      log.clear();
      logStart = highestModseq;
    }
  }

  /** Loses the index: flags, keywords and modseqs go, mails and UIDs stay. */
  public void loseIndex() {
    synchronized (store) {
      log.clear();
      highestModseq = 1;
      refreshedModseq = 1;
      firstRecentUid = 1;
      for (InMemoryMessage message : messages.values()) {
        message.set(0, List.of());
        message.modseq = 1;
      }
      messages.values().removeIf(message -> !message.present());
    }
  }

  public void setUidNext(long next) {
    synchronized (store) {
      uidNext = Math.max(uidNext, next);
    }
  }

  public Guid128 guid() {
    synchronized (store) {
      return guid;
    }
  }

  public long uidValidity() {
    synchronized (store) {
      return uidValidity;
    }
  }

  public long uidNext() {
    synchronized (store) {
      return uidNext;
    }
  }

  /** UIDNEXT and one line for each message: UID, GUID, flags, keywords, date, content. */
  public String describe() {
    synchronized (store) {
      StringBuilder text = new StringBuilder("  uidnext " + uidNext + "\n");
      for (InMemoryMessage message : messages.values()) {
        text.append(message.describe()).append('\n');
      }
      return text.toString();
    }
  }

  private InMemoryMessage message(long uid) {
    InMemoryMessage message = messages.get(uid);
    if (message == null) {
      throw new IllegalArgumentException("No UID " + uid + " in " + name);
    }
    return message;
  }

  private void remove(InMemoryMessage message) {
    messages.remove(message.uid);
    Guid128 logged = message.guid.isEmpty() ? Guid128.EMPTY : Guid128.ofMessageGuid(message.guid);
    log.add(new ExpungeEvent(++highestModseq, message.uid, logged));
  }

  void renamed(MailboxName newName) {
    name = newName;
  }

  // The contract.

  @Override
  public MailboxName name() {
    synchronized (store) {
      return name;
    }
  }

  private void awaitUnlocked(long seconds) throws IOException {
    long end = System.nanoTime() + seconds * 1_000_000_000;
    while (locked) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new LockTimeoutException("Locking mailbox '" + name + "': another sync has it");
      }
      try {
        store.wait(left);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  @Override
  public StoreLock lock(long timeoutSeconds) throws IOException {
    synchronized (store) {
      awaitUnlocked(timeoutSeconds);
      locked = true;
      return () -> {
        synchronized (store) {
          locked = false;
          store.notifyAll();
        }
      };
    }
  }

  @Override
  public MailboxView refresh() {
    synchronized (store) {
      refreshedModseq = highestModseq;
      List<StoredMessage> views = new ArrayList<>();
      for (InMemoryMessage message : messages.values()) {
        views.add(message.view());
      }
      return new MailboxView(guid, uidValidity, uidNext, firstRecentUid, highestModseq, views);
    }
  }

  @Override
  public LogChanges changesSince(long modseq) {
    synchronized (store) {
      boolean complete = modseq >= logStart;
      Map<Long, LogChanges.FlagChange> flags = new TreeMap<>();
      TreeMap<Long, LogChanges.Expunge> expunges = new TreeMap<>();
      Map<AttributeStore.Key, LogChanges.AttributeChange> changed = new HashMap<>();
      for (Event event : log) {
        if (complete && event.modseq() <= modseq || event.modseq() > refreshedModseq) {
          continue;
        }
        if (event instanceof FlagEvent flag) {
          flags.merge(
              flag.uid(),
              new LogChanges.FlagChange(flag.added(), flag.removed(), flag.keywords()),
              InMemoryMailbox::later);
        } else if (event instanceof ExpungeEvent expunge) {
          expunges.put(expunge.uid(), new LogChanges.Expunge(expunge.uid(), expunge.guid()));
          flags.remove(expunge.uid());
        } else if (event instanceof AttributeEvent attribute) {
          changed.put(attribute.key(), attributeChange(attribute));
        }
      }
      return new LogChanges(
          complete, flags, new ArrayList<>(expunges.values()), new ArrayList<>(changed.values()));
    }
  }

  private static LogChanges.AttributeChange attributeChange(AttributeEvent event) {
    return new LogChanges.AttributeChange(
        event.key().shared(), event.key().name(), event.deleted(), event.time(), event.modseq());
  }

  private static LogChanges.FlagChange later(LogChanges.FlagChange old, LogChanges.FlagChange now) {
    Map<String, Boolean> keywords = new TreeMap<>(old.keywords());
    keywords.putAll(now.keywords());
    return new LogChanges.FlagChange(
        old.addedFlags() & ~now.removedFlags() | now.addedFlags(),
        old.removedFlags() & ~now.addedFlags() | now.removedFlags(),
        keywords);
  }

  @Override
  public MailContent open(long uid) throws IOException {
    synchronized (store) {
      InMemoryMessage message = present(uid);
      return new MailContent(
          new ByteArrayInputStream(message.content),
          message.receivedDate,
          message.savedDate,
          message.pop3Uidl,
          message.pop3Order);
    }
  }

  @Override
  public MailMetadata metadata(long uid) throws IOException {
    synchronized (store) {
      InMemoryMessage message = present(uid);
      long size = message.content.length;
      for (int i = 0; i < message.content.length; i++) {
        boolean bare = message.content[i] == '\n' && (i == 0 || message.content[i - 1] != '\r');
        size += bare ? 1 : 0;
      }
      return new MailMetadata(message.receivedDate, size);
    }
  }

  private InMemoryMessage present(long uid) throws MessageGoneException {
    InMemoryMessage message = messages.get(uid);
    if (message == null || !message.present()) {
      throw new MessageGoneException("Reading UID " + uid + " of '" + name + "': it is gone");
    }
    return message;
  }

  @Override
  public StagedMail stage(InputStream content, long receivedDate) throws IOException {
    byte[] bytes = content.readAllBytes();
    synchronized (store) {
      store.write();
      return new Staged(bytes, receivedDate);
    }
  }

  @Override
  public CommitResult commit(MailboxChanges changes) throws IOException {
    synchronized (store) {
      store.write();
      return new InMemoryCommit(changes).apply();
    }
  }

  @Override
  public void rebuild(
      List<MailboxChanges.Save> saves,
      List<MailboxChanges.Expunge> expunged,
      long next,
      long firstRecent,
      long highest)
      throws IOException {
    synchronized (store) {
      store.write();
      TreeMap<Long, InMemoryMessage> old = new TreeMap<>(messages);
      messages.clear();
      log.removeIf(event -> !(event instanceof ExpungeEvent gone) || gone.guid().isEmpty());
      for (MailboxChanges.Expunge expunge : expunged) {
        log.add(new ExpungeEvent(++highestModseq, expunge.uid(), expunge.guid()));
      }
      uidNext = 1;
      for (MailboxChanges.Save save : saves) {
        log.removeIf(event -> event instanceof ExpungeEvent gone && gone.uid() == save.uid());
        InMemoryMessage message = new InMemoryMessage();
        if (save.source() instanceof MailboxChanges.Source.Staged staged) {
          message.content = ((Staged) staged.mail()).content();
          message.receivedDate = ((Staged) staged.mail()).receivedDate();
          message.savedDate = clock.getAsLong();
        } else {
          message = old.get(((MailboxChanges.Source.Renumbered) save.source()).uid()).copy();
        }
        message.uid = save.uid();
        message.guid = save.guid();
        message.set(save.flags(), save.keywords());
        highestModseq = Math.max(highestModseq + 1, save.minimumModseq());
        message.modseq = highestModseq;
        messages.put(message.uid, message);
      }
      uidNext = next;
      firstRecentUid = Math.max(1, firstRecent);
      highestModseq = Math.max(highestModseq, highest);
      logStart = highestModseq;
    }
  }

  @Override
  public void setUidValidity(long newValue) throws IOException {
    synchronized (store) {
      store.write();
      uidValidity = newValue;
    }
  }

  @Override
  public void setGuid(Guid128 newGuid) throws IOException {
    synchronized (store) {
      if (!newGuid.equals(guid) && store.find(newGuid).isPresent()) {
        throw new MailboxExistsException("Giving '" + name + "' the GUID " + newGuid + ": taken");
      }
      store.write();
      guid = newGuid;
    }
  }

  @Override
  public AttributeStore attributes() {
    return attributes;
  }

  @Override
  public void close() {}

  /** One commit. Everything is checked before anything changes. */
  private final class InMemoryCommit {
    private final MailboxChanges changes;
    private boolean uidConflict;

    InMemoryCommit(MailboxChanges changes) {
      this.changes = changes;
    }

    CommitResult apply() {
      checkOrder();
      for (MailboxChanges.Restore restore : changes.restores()) {
        restore(restore);
      }
      for (MailboxChanges.Save save : changes.saves()) {
        save(save);
      }
      for (MailboxChanges.FlagUpdate update : changes.flagUpdates()) {
        update(update);
      }
      for (MailboxChanges.Expunge expunge : changes.expunges()) {
        InMemoryMessage message = messages.get(expunge.uid());
        if (message != null && message.hasGuid(expunge.guid())) {
          remove(message);
        }
      }
      uidNext = Math.max(uidNext, changes.uidNext());
      firstRecentUid = Math.min(uidNext, Math.max(firstRecentUid, changes.firstRecentUid()));
      highestModseq = Math.max(highestModseq, changes.highestModseq());
      int present = (int) messages.values().stream().filter(InMemoryMessage::present).count();
      return new CommitResult(uidConflict, present);
    }

    private void checkOrder() {
      long last = 0;
      for (MailboxChanges.Save save : changes.saves()) {
        if (save.uid() <= last || save.guid().isEmpty()) {
          throw new IllegalArgumentException("A save breaks the contract: " + save);
        }
        last = save.uid();
        if (!(save.source() instanceof MailboxChanges.Source.Staged)
            && !messages.containsKey(sourceUid(save))) {
          throw new IllegalArgumentException("A save copies what is not there: " + save);
        }
      }
    }

    private long sourceUid(MailboxChanges.Save save) {
      return save.source() instanceof MailboxChanges.Source.CopyOf copy
          ? copy.uid()
          : ((MailboxChanges.Source.Renumbered) save.source()).uid();
    }

    private void restore(MailboxChanges.Restore restore) {
      InMemoryMessage message = messages.get(restore.uid());
      if (message != null && !message.present()) {
        Staged staged = (Staged) restore.content();
        message.guid = restore.guid();
        message.content = staged.content();
        message.receivedDate = staged.receivedDate();
      }
    }

    private void save(MailboxChanges.Save save) {
      InMemoryMessage message;
      if (save.source() instanceof MailboxChanges.Source.Staged staged) {
        Staged mail = (Staged) staged.mail();
        message = new InMemoryMessage();
        message.content = mail.content();
        message.receivedDate = mail.receivedDate();
        message.savedDate = clock.getAsLong();
      } else {
        InMemoryMessage source = messages.get(sourceUid(save));
        message = source.copy();
        if (save.source() instanceof MailboxChanges.Source.Renumbered) {
          remove(source);
        }
      }
      if (save.uid() < uidNext) {
        uidConflict = true;
      }
      message.uid = Math.max(save.uid(), uidNext);
      uidNext = message.uid + 1;
      message.guid = save.guid();
      message.set(save.flags(), save.keywords());
      message.pop3Uidl = save.pop3Uidl();
      message.pop3Order = save.pop3Order();
      message.modseq = next(save.minimumModseq());
      messages.put(message.uid, message);
    }

    private void update(MailboxChanges.FlagUpdate update) {
      InMemoryMessage message = messages.get(update.uid());
      if (message == null) {
        return;
      }
      boolean differs =
          message.flags != (update.flags() & Flags.STORED)
              || !message.keywords.equals(new TreeSet<>(update.keywords()));
      if (differs || update.minimumModseq() > message.modseq) {
        message.set(update.flags(), update.keywords());
        message.modseq = differs ? next(update.minimumModseq()) : update.minimumModseq();
        highestModseq = Math.max(highestModseq, message.modseq);
      }
    }

    private long next(long minimum) {
      highestModseq = Math.max(highestModseq + 1, minimum);
      return highestModseq;
    }
  }

  private final class Attributes implements AttributeStore {
    private final TreeMap<String, byte[]> values = new TreeMap<>();

    private String key(Key key) {
      return (key.shared() ? "s" : "p") + key.name();
    }

    @Override
    public List<Key> list() {
      synchronized (store) {
        List<Key> keys = new ArrayList<>();
        for (String key : values.keySet()) {
          keys.add(new Key(key.startsWith("s"), key.substring(1)));
        }
        return keys;
      }
    }

    @Override
    public Optional<byte[]> get(Key key) {
      synchronized (store) {
        return Optional.ofNullable(values.get(key(key))).map(byte[]::clone);
      }
    }

    @Override
    public void set(Key key, Optional<byte[]> value) throws IOException {
      synchronized (store) {
        store.write();
        if (value.isPresent()) {
          values.put(key(key), value.get().clone());
        } else {
          values.remove(key(key));
        }
        log.add(new AttributeEvent(++highestModseq, key, value.isEmpty(), clock.getAsLong()));
      }
    }
  }
}
