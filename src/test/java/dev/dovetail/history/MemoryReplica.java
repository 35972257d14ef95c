package dev.dovetail.history;

import dev.dovetail.mail.Flags;
import dev.dovetail.storage.InMemoryMailbox;
import dev.dovetail.storage.InMemoryStore;
import dev.dovetail.storage.ListedMailbox;
import dev.dovetail.storage.MailStore;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.storage.TestClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A replica in memory. A mail's GUID is its name. */
final class MemoryReplica implements OurReplica {
  static final Map<String, Integer> SYSTEM_FLAGS =
      Map.of("\\Seen", Flags.SEEN, "\\Flagged", Flags.FLAGGED, "\\Deleted", Flags.DELETED);

  private final InMemoryStore store;
  private final TestClock clock;

  MemoryReplica(InMemoryStore store, TestClock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public MailStore open() {
    return store;
  }

  @Override
  public Map<String, Mailbox> mailboxes() {
    Map<String, Mailbox> mailboxes = new TreeMap<>();
    for (ListedMailbox listed : store.listMailboxes()) {
      if (!listed.isDirectory()) {
        String name = listed.name().join('/');
        List<String> mails = new ArrayList<>();
        for (StoredMessage message : store.mailbox(name).refresh().messages()) {
          if (message.present()) {
            mails.add(message.guid());
          }
        }
        mailboxes.put(name, new Mailbox(listed.guid(), mails));
      }
    }
    return mailboxes;
  }

  private StoredMessage find(String mailbox, String mail) {
    for (StoredMessage message : store.mailbox(mailbox).refresh().messages()) {
      if (message.present() && message.guid().equals(mail)) {
        return message;
      }
    }
    throw new IllegalArgumentException("No " + mail + " in " + mailbox);
  }

  @Override
  public void deliver(String mailbox, String mail) throws IOException {
    store.mailbox(mailbox).deliver(mail, "Body of " + mail);
  }

  @Override
  public void copy(String from, String mail, String to, String copy) throws IOException {
    StoredMessage original = find(from, mail);
    InMemoryMailbox target = store.mailbox(to);
    long received = store.mailbox(from).open(original.uid()).receivedDate();
    long uid = target.deliver(copy, "Body of " + mail, 0, received);
    target.setFlags(uid, original.flags(), original.keywords());
  }

  @Override
  public void flag(String mailbox, String mail, String flag, boolean set) {
    StoredMessage message = find(mailbox, mail);
    int flags = message.flags();
    Set<String> keywords = new TreeSet<>(message.keywords());
    Integer bit = SYSTEM_FLAGS.get(flag);
    if (bit != null) {
      flags = set ? flags | bit : flags & ~bit;
    } else if (set) {
      keywords.add(flag);
    } else {
      keywords.remove(flag);
    }
    store.mailbox(mailbox).setFlags(message.uid(), flags, keywords);
  }

  @Override
  public void expunge(String mailbox, String mail) {
    store.mailbox(mailbox).expunge(find(mailbox, mail).uid());
  }

  @Override
  public void create(String mailbox) throws IOException {
    store.create(mailbox);
  }

  @Override
  public void delete(String mailbox) throws IOException {
    store.delete(mailbox);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    store.rename(from, to);
  }

  @Override
  public void subscribe(String mailbox, boolean subscribed) throws IOException {
    if (subscribed) {
      store.subscribe(mailbox);
    } else {
      store.unsubscribe(mailbox);
    }
  }

  @Override
  public void vanish(String mailbox, String mail, boolean noticed) {
    long uid = find(mailbox, mail).uid();
    if (noticed) {
      store.mailbox(mailbox).noticeVanished(uid);
    } else {
      store.mailbox(mailbox).vanish(uid);
    }
  }

  @Override
  public Set<String> damages() {
    return Set.of("log", "index", "mailbox", "tree-log");
  }

  @Override
  public boolean mayLose(String what, String mailbox) {
    return true;
  }

  @Override
  public void lose(String what, String mailbox) {
    switch (what) {
      case "log" -> store.mailbox(mailbox).loseLog();
      case "index" -> store.mailbox(mailbox).loseIndex();
      case "mailbox" -> store.vanish(mailbox);
      default -> store.loseMailboxLog();
    }
  }

  @Override
  public void await() {
    clock.advance(1);
  }

  /** Less the traces of vanished mails that no replica has any more. */
  @Override
  public List<String> describe() {
    return store.describe().lines().filter(line -> !line.endsWith("(vanished)")).toList();
  }

  @Override
  public Set<String> flagsOf(String mail) {
    Set<String> flags = new TreeSet<>();
    for (Map.Entry<String, Mailbox> entry : mailboxes().entrySet()) {
      if (entry.getValue().mails().contains(mail)) {
        StoredMessage message = find(entry.getKey(), mail);
        flags.addAll(message.keywords());
        SYSTEM_FLAGS.forEach(
            (name, bit) -> {
              if ((message.flags() & bit) != 0) {
                flags.add(name);
              }
            });
      }
    }
    return flags;
  }
}
