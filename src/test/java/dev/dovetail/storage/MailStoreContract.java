package dev.dovetail.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.MailboxLogRecord.Kind;
import dev.dovetail.storage.list.HostileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link MailStore} does, whatever its format and layout. */
public abstract class MailStoreContract {
  protected static final Guid128 GUID_1 = Guid128.parse("11111111c304046b8d3100007f386b86");
  protected static final Guid128 GUID_2 = Guid128.parse("22222222c304046b8d3100007f386b86");
  protected static final Guid128 GUID_3 = Guid128.parse("33333333c304046b8d3100007f386b86");
  protected static final long VALIDITY = 1_234_567;

  @TempDir protected Path home;
  protected MailStore store;

  /** Opens the store below {@link #home}, which is empty at first. */
  protected abstract MailStore open() throws IOException;

  /** The full name of a mailbox, prefix included. */
  protected abstract MailboxName name(String... components);

  @BeforeEach
  void openStore() throws IOException {
    store = open();
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
  }

  protected Map<MailboxName, ListedMailbox> listed() throws IOException {
    Map<MailboxName, ListedMailbox> byName = new HashMap<>();
    for (ListedMailbox mailbox : store.listMailboxes()) {
      assertThat(byName.put(mailbox.name(), mailbox)).as("listed twice").isNull();
    }
    return byName;
  }

  protected Map<MailboxName, Guid128> mailboxes() throws IOException {
    Map<MailboxName, Guid128> guids = new HashMap<>();
    listed()
        .forEach(
            (name, box) ->
                Optional.of(box)
                    .filter(b -> !b.isDirectory())
                    .ifPresent(b -> guids.put(name, b.guid())));
    return guids;
  }

  private List<Kind> logged() throws IOException {
    return store.mailboxLog().stream().map(MailboxLogRecord::kind).toList();
  }

  @Test
  void isEmptyAtFirst() throws IOException {
    assertThat(store.listMailboxes()).isEmpty();
    assertThat(store.subscriptions()).isEmpty();
    assertThat(store.mailboxLog()).isEmpty();
  }

  @Test
  void listsWhatWasCreated() throws IOException {
    store.createMailbox(name("Work"), GUID_1, VALIDITY);
    assertThat(store.listMailboxes())
        .containsExactly(new ListedMailbox(name("Work"), GUID_1, VALIDITY, 1));
    try (MailStore again = open()) {
      assertThat(again.listMailboxes())
          .containsExactly(new ListedMailbox(name("Work"), GUID_1, VALIDITY, 1));
    }
    assertThat(store.mailboxLog()).isEmpty();
  }

  @Test
  void createsInbox() throws IOException {
    store.createMailbox(MailboxName.INBOX, GUID_1, VALIDITY);
    store.createMailbox(name("Work"), GUID_2, VALIDITY);
    assertThat(mailboxes()).isEqualTo(Map.of(MailboxName.INBOX, GUID_1, name("Work"), GUID_2));
  }

  @Test
  void createsDeepNamesAndNamesInAnyScript() throws IOException {
    store.createMailbox(name("A", "B", "日本語 & Été"), GUID_1, VALIDITY);
    assertThat(mailboxes()).isEqualTo(Map.of(name("A", "B", "日本語 & Été"), GUID_1));
    store.createMailbox(name("A", "B"), GUID_2, VALIDITY);
    assertThat(mailboxes()).containsEntry(name("A", "B"), GUID_2).hasSize(2);
  }

  @Test
  void choosesUidValiditiesThatGrow() throws IOException {
    store.createMailbox(name("A"), GUID_1, 0);
    store.createMailbox(name("B"), GUID_2, 0);
    assertThat(listed().get(name("A")).uidValidity()).isPositive();
    assertThat(listed().get(name("B")).uidValidity())
        .isGreaterThan(listed().get(name("A")).uidValidity());
  }

  @Test
  void doesNotTouchAMailboxThatExists() throws IOException {
    for (MailboxName name : List.of(name("Work"), MailboxName.INBOX)) {
      Guid128 guid = name.isInbox() ? GUID_2 : GUID_1;
      store.createMailbox(name, guid, VALIDITY);
      assertThatThrownBy(() -> store.createMailbox(name, GUID_3, VALIDITY + 1))
          .isInstanceOf(MailboxExistsException.class);
      assertThat(listed().get(name)).isEqualTo(new ListedMailbox(name, guid, VALIDITY, 1));
    }
  }

  @Test
  void createsADirectoryOnce() throws IOException {
    store.createDirectory(name("Dir"));
    assertThat(listed()).containsOnlyKeys(name("Dir"));
    assertThatThrownBy(() -> store.createDirectory(name("Dir")))
        .isInstanceOf(MailboxExistsException.class);
  }

  @Test
  void opensByGuid() throws IOException {
    store.createMailbox(name("Work"), GUID_1, VALIDITY);
    try (MailboxStore mailbox = store.openMailbox(GUID_1)) {
      assertThat(mailbox.name()).isEqualTo(name("Work"));
    }
    assertThatThrownBy(() -> store.openMailbox(GUID_2))
        .isInstanceOf(MailboxNotFoundException.class);
    assertThatThrownBy(() -> store.openMailbox(Guid128.EMPTY))
        .isInstanceOf(MailboxNotFoundException.class);
  }

  @Test
  void opensWhatAnotherProcessRenamed() throws IOException {
    store.createMailbox(name("Work"), GUID_1, VALIDITY);
    store.listMailboxes();
    try (MailStore other = open()) {
      other.renameMailbox(name("Work"), name("Play"), 0);
    }
    try (MailboxStore mailbox = store.openMailbox(GUID_1)) {
      assertThat(mailbox.name()).isEqualTo(name("Play"));
    }
  }

  @Test
  void deletesAMailboxAndLeavesItsChildren() throws IOException {
    store.createMailbox(name("A"), GUID_1, VALIDITY);
    store.createMailbox(name("A", "B"), GUID_2, VALIDITY);
    store.deleteMailbox(GUID_1);
    assertThat(mailboxes()).isEqualTo(Map.of(name("A", "B"), GUID_2));
    assertThat(store.mailboxLog())
        .extracting(MailboxLogRecord::kind, MailboxLogRecord::id)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Kind.DELETE_MAILBOX, GUID_1),
            org.assertj.core.groups.Tuple.tuple(Kind.DELETE_DIRECTORY, store.nameHash(name("A"))));
    assertThatThrownBy(() -> store.deleteMailbox(GUID_1))
        .isInstanceOf(MailboxNotFoundException.class);
    store.createMailbox(name("A"), GUID_3, VALIDITY + 1);
    assertThat(listed().get(name("A")).uidValidity()).isEqualTo(VALIDITY + 1);
  }

  @Test
  void leavesNothingOfADeletedMailbox() throws IOException {
    store.createMailbox(name("Keep"), GUID_1, VALIDITY);
    store.createMailbox(name("A"), GUID_2, VALIDITY);
    store.deleteMailbox(GUID_2);
    List<String> before = files();
    store.createMailbox(name("A"), GUID_3, VALIDITY);
    store.deleteMailbox(GUID_3);
    assertThat(files()).isEqualTo(before);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  @Test
  void neverDeletesOrRenamesInbox() throws IOException {
    store.createMailbox(MailboxName.INBOX, GUID_1, VALIDITY);
    assertThatThrownBy(() -> store.deleteMailbox(GUID_1))
        .isInstanceOfSatisfying(
            SyncException.class, e -> assertThat(e.grade()).isEqualTo(Grade.NOT_POSSIBLE));
    assertThatThrownBy(() -> store.renameMailbox(MailboxName.INBOX, name("X"), 0))
        .isInstanceOfSatisfying(
            SyncException.class, e -> assertThat(e.grade()).isEqualTo(Grade.NOT_POSSIBLE));
    assertThat(mailboxes()).isEqualTo(Map.of(MailboxName.INBOX, GUID_1));
    assertThat(store.mailboxLog()).isEmpty();
  }

  @Test
  void renamesWithAllChildrenAndKeepsSubscriptions() throws IOException {
    store.createMailbox(name("Old"), GUID_1, VALIDITY);
    store.createMailbox(name("Old", "x", "Y"), GUID_2, VALIDITY);
    store.createMailbox(name("Older"), GUID_3, VALIDITY);
    store.setSubscribed(name("Old"), true, 0);
    store.renameMailbox(name("Old"), name("New", "Été"), 0);
    assertThat(mailboxes())
        .isEqualTo(
            Map.of(
                name("New", "Été"), GUID_1,
                name("New", "Été", "x", "Y"), GUID_2,
                name("Older"), GUID_3));
    assertThat(store.subscriptions()).containsExactly(name("Old"));
    List<MailboxLogRecord> log = store.mailboxLog();
    assertThat(log.get(1).kind()).isEqualTo(Kind.RENAME);
    assertThat(log.get(1).id()).isEqualTo(store.nameHash(name("New", "Été")));
    assertThat(log).hasSize(2);
  }

  @Test
  void logsWhenAThingWasDoneButNothingInTheFuture() throws IOException {
    store.createMailbox(name("A"), GUID_1, VALIDITY);
    store.renameMailbox(name("A"), name("B"), 1000);
    store.setSubscribed(name("B"), true, 0xffff_fff0L);
    store.setSubscribed(name("B"), false, 1001);
    List<Long> times = store.mailboxLog().stream().map(MailboxLogRecord::time).toList();
    assertThat(times.get(0)).isEqualTo(1000);
    assertThat(times.get(1)).isBetween(1002L, 0xffff_0000L);
    assertThat(times.get(2)).isEqualTo(1001);
  }

  @Test
  void renamesOverAParentThatHoldsNoMail() throws IOException {
    store.createMailbox(name("Target", "child"), GUID_1, VALIDITY);
    store.createMailbox(name("A"), GUID_2, VALIDITY);
    store.createMailbox(name("A", "own"), GUID_3, VALIDITY);
    store.renameMailbox(name("A"), name("Target"), 0);
    assertThat(mailboxes())
        .isEqualTo(
            Map.of(
                name("Target"), GUID_2,
                name("Target", "own"), GUID_3,
                name("Target", "child"), GUID_1));
  }

  @Test
  void renamesAParentThatHoldsNoMail() throws IOException {
    store.createMailbox(name("P", "x"), GUID_1, VALIDITY);
    store.createMailbox(name("P", "d", "y"), GUID_2, VALIDITY);
    store.renameMailbox(name("P"), name("Q"), 0);
    assertThat(mailboxes()).isEqualTo(Map.of(name("Q", "x"), GUID_1, name("Q", "d", "y"), GUID_2));
  }

  @Test
  void refusesRenamesThatCannotBe() throws IOException {
    store.createMailbox(name("A"), GUID_1, VALIDITY);
    store.createMailbox(name("A", "x"), GUID_2, VALIDITY);
    store.createMailbox(name("B", "x"), GUID_3, VALIDITY);
    Map<MailboxName, Guid128> before = mailboxes();
    assertThatThrownBy(() -> store.renameMailbox(name("None"), name("C"), 0))
        .isInstanceOf(MailboxNotFoundException.class);
    assertThatThrownBy(() -> store.renameMailbox(name("A", "x"), name("A"), 0))
        .isInstanceOf(MailboxExistsException.class);
    assertThatThrownBy(() -> store.renameMailbox(name("A"), name("B"), 0))
        .isInstanceOf(MailboxExistsException.class);
    assertThatThrownBy(() -> store.renameMailbox(name("A"), name("A"), 0))
        .isInstanceOf(MailboxExistsException.class);
    assertThatThrownBy(() -> store.renameMailbox(name("A"), MailboxName.INBOX, 0))
        .isInstanceOf(MailboxExistsException.class);
    assertThatThrownBy(() -> store.renameMailbox(name("A"), name("A", "x", "y"), 0))
        .isInstanceOf(SyncException.class);
    assertThat(mailboxes()).isEqualTo(before);
    assertThat(store.mailboxLog()).isEmpty();
  }

  @Test
  void subscribesToNamesWhetherOrNotTheyExist() throws IOException {
    store.setSubscribed(MailboxName.INBOX, true, 0);
    store.setSubscribed(name("Été", "x"), true, 0);
    store.setSubscribed(name("Été", "x"), true, 0);
    assertThat(store.subscriptions())
        .containsExactlyInAnyOrder(MailboxName.INBOX, name("Été", "x"));
    store.setSubscribed(MailboxName.INBOX, false, 0);
    assertThat(store.subscriptions()).containsExactly(name("Été", "x"));
    assertThat(logged()).containsExactly(Kind.SUBSCRIBE, Kind.SUBSCRIBE, Kind.UNSUBSCRIBE);
    assertThat(store.mailboxLog().get(1).id()).isEqualTo(store.nameHash(name("Été", "x")));
  }

  @Test
  void hashesTheFullName() {
    MailboxName name = name("Work", "Été");
    assertThat(store.nameHash(name)).isEqualTo(Guid128.ofName(name.join(store.separator())));
  }

  @Test
  void locksAMailboxThatWasJustCreated() throws IOException {
    store.createMailbox(name("Work"), GUID_1, VALIDITY);
    try (MailboxStore mailbox = store.openMailbox(GUID_1);
        StoreLock held = mailbox.lock(1)) {
      assertThat(held).isNotNull();
    }
  }

  @Test
  void letsOneHoldTheUsersLock() throws Exception {
    ExecutorService elsewhere = Executors.newSingleThreadExecutor();
    try (StoreLock held = store.lockUser(5)) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> elsewhere.submit(() -> store.lockUser(1)).get())
          .hasCauseInstanceOf(LockTimeoutException.class);
    }
    elsewhere.submit(() -> store.lockUser(1)).get().close();
    elsewhere.shutdown();
  }

  @Test
  void holdsEveryNameItAccepts() throws IOException {
    Path outside = Files.createDirectory(home.resolve("outside"));
    Map<MailboxName, Guid128> created = new HashMap<>();
    for (long seed = 1; seed <= 60; seed++) {
      MailboxName hostile = HostileNames.next(new Random(seed));
      MailboxName accepted = store.acceptableName(hostile, '_');
      String seen = "seed " + seed + ": " + hostile + " -> " + accepted;
      Guid128 guid = new Guid128(seed, seed);
      try {
        store.createMailbox(accepted, guid, VALIDITY);
        assertThat(created.put(accepted, guid)).as(seen).isNull();
      } catch (MailboxExistsException e) {
        assertThat(created).as(seen).containsKey(accepted);
      }
      assertThat(store.acceptableName(hostile, '_')).as(seen).isEqualTo(accepted);
    }
    assertThat(mailboxes()).isEqualTo(created).hasSizeGreaterThan(40);
    assertThat(outside).isEmptyDirectory();
    assertThat(tops()).as("everything is below the store's own directories").hasSizeLessThan(7);
    for (Map.Entry<MailboxName, Guid128> mailbox : created.entrySet()) {
      if (!mailbox.getKey().isInbox()) {
        store.deleteMailbox(mailbox.getValue());
      }
    }
    assertThat(mailboxes().keySet()).allMatch(MailboxName::isInbox);
  }

  private Collection<Path> tops() throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      return files.toList();
    }
  }

  @Test
  void refusesNamesItCannotHold() throws IOException {
    MailboxName impossible = name("a\0b");
    assertThatThrownBy(() -> store.createMailbox(impossible, GUID_1, VALIDITY))
        .isInstanceOf(SyncException.class)
        .hasMessageContaining("no mailbox can have this name");
    assertThatThrownBy(() -> store.setSubscribed(impossible, true, 0))
        .isInstanceOf(SyncException.class);
    assertThat(store.listMailboxes()).isEmpty();
  }
}
