package dev.dovetail.history;

import dev.dovetail.log.Log;
import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.ListedMailbox;
import dev.dovetail.storage.MailContent;
import dev.dovetail.storage.MailStore;
import dev.dovetail.storage.MailboxChanges;
import dev.dovetail.storage.MailboxStore;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.storage.index.IndexTransaction;
import dev.dovetail.storage.index.LockedIndex;
import dev.dovetail.storage.index.MailIndex;
import dev.dovetail.storage.index.UidRanges;
import dev.dovetail.storage.list.NamespaceOptions;
import dev.dovetail.storage.maildir.FsyncMode;
import dev.dovetail.storage.maildir.MaildirLocation;
import dev.dovetail.storage.maildir.MaildirSettings;
import dev.dovetail.storage.maildir.MaildirStore;
import dev.dovetail.storage.maildir.VanishedMail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A replica in a Maildir. What sessions do, it does as Dovecot's would: flags are asked for in the
 * transaction log, and whoever syncs the mailbox next carries them out.
 */
public final class MaildirReplica implements OurReplica {
  private static final long LOCK_SECONDS = 10;

  private final MaildirFiles files;
  private final Path home;
  private final Random random;

  /**
   * @param home exists
   */
  public MaildirReplica(Path home, long seed) {
    this.home = home;
    this.files = new MaildirFiles(home.resolve("Maildir"));
    this.random = new Random(seed);
  }

  Path directory(String mailbox) {
    return files.directory(mailbox);
  }

  @Override
  public MailStore open() throws IOException {
    return new MaildirStore(
        MaildirLocation.of(files.root()),
        new NamespaceOptions("", '/', true, Map.of()),
        home,
        new MaildirSettings(
            FsyncMode.NEVER, "story.example.com", false, VanishedMail.RESTORE, Log.NONE),
        Optional.empty());
  }

  @Override
  public Map<String, Mailbox> mailboxes() throws IOException {
    return files.mailboxes();
  }

  @Override
  public void deliver(String mailbox, String mail) throws IOException {
    files.deliver(mailbox, mail, mail);
  }

  /** Something that a session does with a mailbox that it has selected. */
  private interface Session<T> {
    T run(MailboxStore mailbox, MailboxView view) throws IOException;
  }

  private <T> T select(String mailbox, Session<T> session) throws IOException {
    try (MailStore store = open();
        MailboxStore selected = store.openMailbox(guidOf(store, mailbox))) {
      return session.run(selected, selected.refresh());
    }
  }

  private static Guid128 guidOf(MailStore store, String mailbox) throws IOException {
    for (ListedMailbox listed : store.listMailboxes()) {
      if (listed.name().join('/').equals(mailbox)) {
        return listed.guid();
      }
    }
    throw new IllegalArgumentException("No mailbox " + mailbox);
  }

  private StoredMessage find(MailboxView view, String mail) {
    for (StoredMessage message : view.messages()) {
      if (message.present() && files.nameOf(message.guid()).equals(mail)) {
        return message;
      }
    }
    throw new IllegalArgumentException("No " + mail);
  }

  @Override
  public void copy(String from, String mail, String to, String copy) throws IOException {
    StoredMessage original = select(from, (mailbox, view) -> find(view, mail));
    if (copy.equals(mail)) {
      link(from, original, to);
      return;
    }
    files.deliver(to, copy, mail);
    select(
        to,
        (mailbox, view) -> {
          ask(to, find(view, copy).uid(), original.flags(), 0, original.keywords(), List.of());
          return null;
        });
  }

  private void link(String from, StoredMessage original, String to) throws IOException {
    select(
        from,
        (mailbox, ignored) -> {
          try (MailContent content = mailbox.open(original.uid())) {
            return select(
                to,
                (target, view) ->
                    target.commit(
                        changes(
                            List.of(
                                new MailboxChanges.Save(
                                    view.uidNext(),
                                    original.guid(),
                                    new MailboxChanges.Source.Staged(
                                        target.stage(content.stream(), content.receivedDate())),
                                    original.flags(),
                                    original.keywords(),
                                    0,
                                    "",
                                    0)),
                            List.of())));
          }
        });
  }

  private static MailboxChanges changes(
      List<MailboxChanges.Save> saves, List<MailboxChanges.Expunge> expunges) {
    return new MailboxChanges(List.of(), saves, List.of(), expunges, 0, 0, 0);
  }

  private void ask(
      String mailbox, long uid, int add, int remove, List<String> keywords, List<String> without)
      throws IOException {
    IndexTransaction wish = new IndexTransaction();
    if ((add | remove) != 0) {
      wish.flags(UidRanges.of(uid), add, remove);
    }
    for (String keyword : keywords) {
      wish.keyword(true, keyword, UidRanges.of(uid));
    }
    for (String keyword : without) {
      wish.keyword(false, keyword, UidRanges.of(uid));
    }
    try (LockedIndex index = new MailIndex(files.directory(mailbox)).lock(LOCK_SECONDS)) {
      index.append(wish);
    }
  }

  @Override
  public void flag(String mailbox, String mail, String flag, boolean set) throws IOException {
    StoredMessage message = select(mailbox, (selected, view) -> find(view, mail));
    int bit = MemoryReplica.SYSTEM_FLAGS.getOrDefault(flag, 0);
    boolean has = bit != 0 ? (message.flags() & bit) != 0 : message.keywords().contains(flag);
    if (has != set) {
      List<String> keyword = bit == 0 ? List.of(flag) : List.of();
      ask(
          mailbox,
          message.uid(),
          set ? bit : 0,
          set ? 0 : bit,
          set ? keyword : List.of(),
          set ? List.of() : keyword);
    }
  }

  @Override
  public void expunge(String mailbox, String mail) throws IOException {
    select(
        mailbox,
        (selected, view) -> {
          StoredMessage message = find(view, mail);
          Guid128 guid = Guid128.ofMessageGuid(message.guid());
          return selected.commit(
              changes(List.of(), List.of(new MailboxChanges.Expunge(message.uid(), guid))));
        });
  }

  @Override
  public void create(String mailbox) throws IOException {
    try (MailStore store = open()) {
      store.createMailbox(name(mailbox), new Guid128(random.nextLong(), random.nextLong()), 0);
    }
  }

  private static MailboxName name(String mailbox) {
    return MailboxName.split(mailbox, '/');
  }

  @Override
  public void delete(String mailbox) throws IOException {
    try (MailStore store = open()) {
      store.deleteMailbox(guidOf(store, mailbox));
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    try (MailStore store = open()) {
      store.renameMailbox(name(from), name(to), 0);
    }
  }

  @Override
  public void subscribe(String mailbox, boolean subscribed) throws IOException {
    try (MailStore store = open()) {
      store.setSubscribed(name(mailbox), subscribed, 0);
    }
  }

  @Override
  public void vanish(String mailbox, String mail, boolean noticed) throws IOException {
    if (!noticed) {
      files.vanish(mailbox, mail);
      return;
    }
    long uid = select(mailbox, (selected, view) -> find(view, mail).uid());
    files.vanish(mailbox, mail);
    try (LockedIndex index = new MailIndex(files.directory(mailbox)).lock(LOCK_SECONDS)) {
      index.append(new IndexTransaction().external().expunge(uid, Guid128.EMPTY));
    }
  }

  @Override
  public Set<String> damages() {
    return Set.of("index", "snapshot", "uidlist", "keywords", "control", "mailbox", "tree-log");
  }

  @Override
  public boolean mayLose(String what, String mailbox) throws IOException {
    return !Set.of("uidlist", "control").contains(what) || files.namesSayGuids(mailbox);
  }

  @Override
  public void lose(String what, String mailbox) throws IOException {
    files.lose(what, mailbox);
  }

  /** The mailbox log counts in seconds; most stories happen within one. */
  @Override
  public void await() {}

  @Override
  public List<String> describe() throws IOException {
    List<String> lines = new ArrayList<>();
    try (MailStore store = open()) {
      for (MailboxName name : store.subscriptions()) {
        lines.add("subscribed " + name);
      }
      for (ListedMailbox listed : store.listMailboxes()) {
        try (MailboxStore mailbox = store.openMailbox(listed.guid())) {
          describe(listed.name().toString(), mailbox, lines);
        }
      }
    }
    lines.sort(null);
    return lines;
  }

  private void describe(String name, MailboxStore mailbox, List<String> lines) throws IOException {
    MailboxView view = mailbox.refresh();
    lines.add(
        name + ": " + view.guid() + " validity " + view.uidValidity() + " next " + view.uidNext());
    for (StoredMessage message : view.messages()) {
      if (message.present()) {
        try (MailContent content = mailbox.open(message.uid())) {
          String text = new String(content.stream().readAllBytes(), StandardCharsets.UTF_8);
          lines.add(
              "%s: %06d %s %s %d %s"
                  .formatted(
                      name,
                      message.uid(),
                      message.guid(),
                      flags(message),
                      content.receivedDate(),
                      text.lines().findFirst().orElse("")));
        }
      }
    }
  }

  private static Set<String> flags(StoredMessage message) {
    Set<String> flags = new TreeSet<>(message.keywords());
    MemoryReplica.SYSTEM_FLAGS.forEach(
        (name, bit) -> {
          if ((message.flags() & bit) != 0) {
            flags.add(name);
          }
        });
    return flags;
  }

  @Override
  public Set<String> flagsOf(String mail) throws IOException {
    Set<String> flags = new TreeSet<>();
    for (Map.Entry<String, Mailbox> entry : mailboxes().entrySet()) {
      if (entry.getValue().mails().contains(mail)) {
        flags.addAll(flags(select(entry.getKey(), (mailbox, view) -> find(view, mail))));
      }
    }
    return flags;
  }
}
