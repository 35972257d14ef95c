package dev.dovetail.storage.maildir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.ListedMailbox;
import dev.dovetail.storage.MailStore;
import dev.dovetail.storage.MailStoreContract;
import dev.dovetail.storage.MailboxNotFoundException;
import dev.dovetail.storage.list.NamespaceOptions;
import dev.dovetail.storage.lock.LockWaits;
import dev.dovetail.storage.maildir.MaildirLocation.TreeLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MaildirStoreTest {
  private static final MaildirSettings SETTINGS =
      new MaildirSettings(
          FsyncMode.NEVER, "host.example.com", false, VanishedMail.RESTORE, Log.NONE);

  /** The contract, and what only a Maildir promises, in every layout. */
  abstract static class Contract extends MailStoreContract {
    String prefix() {
      return "";
    }

    char separator() {
      return '/';
    }

    MaildirLocation location() {
      return MaildirLocation.of(home.resolve("Maildir"));
    }

    MaildirLocation with(
        TreeLayout layout, String inbox, String index, String control, String directoryName) {
      return new MaildirLocation(
          home.resolve("Maildir"),
          Optional.ofNullable(inbox).map(home::resolve),
          Optional.ofNullable(index).map(home::resolve),
          Optional.ofNullable(control).map(home::resolve),
          Optional.empty(),
          layout,
          Optional.ofNullable(directoryName),
          false,
          "subscriptions",
          false,
          Optional.empty(),
          Optional.empty(),
          true);
    }

    @Override
    protected MailStore open() throws IOException {
      NamespaceOptions namespace =
          new NamespaceOptions(
              prefix(), separator(), true, Map.of("\\Trash", MailboxName.of("Bin")));
      return new MaildirStore(location(), namespace, home, SETTINGS, Optional.empty());
    }

    @Override
    protected MailboxName name(String... components) {
      List<String> all = new ArrayList<>();
      if (!prefix().isEmpty()) {
        all.add(prefix().substring(0, prefix().length() - 1));
      }
      all.addAll(List.of(components));
      return new MailboxName(all);
    }

    MaildirPaths paths(String storageName) throws IOException {
      NamespaceOptions namespace = new NamespaceOptions(prefix(), separator(), true, Map.of());
      return new MaildirTree(location(), namespace, LockWaits.USUAL, Log.NONE).paths(storageName);
    }

    private void makeMaildir(MaildirPaths paths) throws IOException {
      Files.createDirectories(paths.cur());
      Files.createDirectories(paths.newMails());
      Files.createDirectories(paths.tmp());
    }

    @Test
    void adoptsAMaildirThatNeverMetAServer() throws IOException {
      makeMaildir(paths("INBOX"));
      makeMaildir(paths("Work"));
      Map<MailboxName, ListedMailbox> listed = listed();
      assertThat(listed).containsOnlyKeys(MailboxName.INBOX, name("Work"));
      ListedMailbox inbox = listed.get(MailboxName.INBOX);
      ListedMailbox work = listed.get(name("Work"));
      assertThat(inbox.guid()).isNotEqualTo(Guid128.EMPTY).isNotEqualTo(work.guid());
      assertThat(inbox.uidValidity()).isPositive().isNotEqualTo(work.uidValidity());
      assertThat(inbox.uidNext()).isEqualTo(1);
      assertThat(listed()).isEqualTo(listed);
    }

    @Test
    void givesTheFirstOfTwoMailboxesWithOneGuidANewOne() throws IOException {
      store.createMailbox(name("Copy"), GUID_1, VALIDITY);
      store.createMailbox(name("Original"), GUID_2, VALIDITY);
      Path list = paths("Copy").controlDirectory().resolve("dovecot-uidlist");
      Files.writeString(list, Files.readString(list).replace(GUID_1.toString(), GUID_2.toString()));
      Map<MailboxName, Guid128> guids = mailboxes();
      assertThat(guids).containsEntry(name("Original"), GUID_2);
      assertThat(guids.get(name("Copy"))).isNotIn(GUID_1, GUID_2, Guid128.EMPTY);
      assertThat(mailboxes()).isEqualTo(guids);
    }

    @Test
    void listsAMailboxOnceWhileItIsRenamed() throws Exception {
      for (int i = 0; i < 30; i++) {
        store.createMailbox(name("Box" + i), new Guid128(i, 7), VALIDITY);
      }
      store.createMailbox(name("A"), GUID_1, VALIDITY);
      AtomicBoolean done = new AtomicBoolean();
      Thread renamer = new Thread(() -> renameToAndFro(done));
      renamer.start();
      try {
        for (int run = 0; run < 40; run++) {
          assertThat(mailboxes().values()).hasSize(31).contains(GUID_1);
        }
      } finally {
        done.set(true);
        renamer.join();
      }
      assertThat(mailboxes().values()).hasSize(31).contains(GUID_1);
    }

    private void renameToAndFro(AtomicBoolean done) {
      try (MailStore other = open()) {
        while (!done.get()) {
          other.renameMailbox(name("A"), name("Z"), 0);
          other.renameMailbox(name("Z"), name("A"), 0);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Test
    void givesAnOldListAGuid() throws IOException {
      makeMaildir(paths("Old"));
      Path control = paths("Old").controlDirectory();
      Files.createDirectories(control);
      Files.createFile(paths("Old").cur().resolve("1700000000.M1P1.host:2,S"));
      Files.writeString(
          control.resolve("dovecot-uidlist"), "1 " + VALIDITY + " 8\n7 1700000000.M1P1.host\n");
      ListedMailbox old = listed().get(name("Old"));
      assertThat(old.uidValidity()).isEqualTo(VALIDITY);
      assertThat(old.uidNext()).isEqualTo(8);
      assertThat(old.guid()).isNotEqualTo(Guid128.EMPTY);
      assertThat(listed().get(name("Old"))).isEqualTo(old);
    }

    @Test
    void findsSpecialUsesInTheConfiguration() throws IOException {
      assertThat(store.specialUse("\\trash")).contains(MailboxName.of("Bin"));
      assertThat(store.specialUse("\\Junk")).isEmpty();
    }

    @Test
    void takesTheFilesOfAVanishedMailboxBackIntoUse() throws IOException {
      store.createMailbox(name("Work"), GUID_1, VALIDITY);
      MaildirPaths paths = paths("Work");
      if (paths.controlDirectory().equals(paths.mailDirectory())) {
        return;
      }
      Path list = paths.controlDirectory().resolve("dovecot-uidlist");
      String content = "3 V" + VALIDITY + " N8 G" + GUID_1 + "\n7 :1700000000.M1P1.host\n";
      Files.writeString(list, content);
      Files.move(topOf("Work"), home.resolve("gone"));
      assertThat(mailboxes()).isEmpty();
      store.createMailbox(name("Work"), GUID_1, VALIDITY);
      assertThat(Files.readString(list)).isEqualTo(content);
      store.deleteMailbox(GUID_1);
      store.createMailbox(name("Work"), GUID_2, VALIDITY);
      assertThat(Files.readString(list)).doesNotContain("M1P1");
    }

    private Path topOf(String storageName) throws IOException {
      Path root = home.resolve("Maildir");
      return root.resolve(root.relativize(paths(storageName).mailDirectory()).getName(0));
    }
  }

  @Nested
  class InMaildirPlusPlus extends Contract {
    @Test
    void ignoresDeletedMailboxesFilesAndNamesThatAreNone() throws IOException {
      store.createMailbox(name("Work"), GUID_1, VALIDITY);
      Path root = home.resolve("Maildir");
      for (String directory :
          List.of("..DOVECOT-TRASHED/cur", ".bad&name/cur", ".~x/cur", "plain/cur", ".a..b/cur")) {
        Files.createDirectories(root.resolve(directory));
      }
      Files.createFile(root.resolve(".file"));
      Files.createSymbolicLink(root.resolve(".dangling"), Path.of("nowhere"));
      assertThat(mailboxes()).isEqualTo(Map.of(name("Work"), GUID_1));
    }

    @Test
    void removesOnlyTheLinkOfALinkedMailbox() throws IOException {
      Path outside = home.resolve("outside");
      Files.createDirectories(outside.resolve("cur"));
      Files.createDirectories(home.resolve("Maildir"));
      Files.createSymbolicLink(home.resolve("Maildir/.Link"), outside);
      Guid128 guid = mailboxes().get(name("Link"));
      store.deleteMailbox(guid);
      assertThat(mailboxes()).isEmpty();
      assertThat(outside.resolve("cur")).isDirectory();
    }

    @Test
    void listsOneMailboxOnceThoughALinkLeadsToIt() throws IOException {
      store.createMailbox(name("Work"), GUID_1, VALIDITY);
      Files.createSymbolicLink(home.resolve("Maildir/.Alias"), Path.of(".Work"));
      assertThat(listed()).hasSize(1);
      assertThat(mailboxes()).containsValue(GUID_1);
    }

    @Test
    void namesTheMailboxAndThePlaceOfAFailure() throws IOException {
      store.createMailbox(name("Work"), GUID_1, VALIDITY);
      Files.createFile(home.resolve("Maildir/.Play"));
      assertThatThrownBy(() -> store.renameMailbox(name("Work"), name("Play"), 0))
          .isInstanceOf(SyncException.class)
          .hasMessageContaining("Renaming mailbox Work to Play in maildir:")
          .hasMessageContaining(".Play");
      assertThat(mailboxes()).isEqualTo(Map.of(name("Work"), GUID_1));
    }

    @Test
    void hasNoMailDirectoryName() {
      MaildirLocation wrong = with(TreeLayout.MAILDIR_PLUS_PLUS, null, null, null, ".mail");
      NamespaceOptions namespace = new NamespaceOptions("", '/', true, Map.of());
      assertThatThrownBy(() -> new MaildirStore(wrong, namespace, home, SETTINGS, Optional.empty()))
          .isInstanceOf(SyncException.class)
          .hasMessageContaining("DIRNAME");
    }
  }

  @Nested
  class WithAPrefix extends Contract {
    @Override
    String prefix() {
      return "INBOX.";
    }

    @Test
    void hasARootThatNoRenameMayTouch() {
      assertThat(store.namespaceRoots()).contains(MailboxName.INBOX);
    }

    @Override
    char separator() {
      return '.';
    }
  }

  @Nested
  class WithTreesOfTheirOwn extends Contract {
    @Override
    MaildirLocation location() {
      return with(TreeLayout.MAILDIR_PLUS_PLUS, "in", "idx", "ctl", null);
    }
  }

  @Nested
  class InFsLayout extends Contract {
    @Override
    MaildirLocation location() {
      return with(TreeLayout.FS, null, null, null, null);
    }

    @Test
    void listsAndRemovesDirectories() throws IOException {
      store.createMailbox(name("A", "B"), GUID_1, VALIDITY);
      assertThat(listed().get(name("A")).isDirectory()).isTrue();
      assertThatThrownBy(() -> store.deleteDirectory(name("A")))
          .isInstanceOf(SyncException.class)
          .hasMessageContaining("not empty");
      assertThatThrownBy(() -> store.deleteDirectory(name("A", "B")))
          .isInstanceOf(MailboxNotFoundException.class);
      store.deleteMailbox(GUID_1);
      assertThat(listed()).containsOnlyKeys(name("A"));
      store.deleteDirectory(name("A"));
      assertThat(listed()).isEmpty();
      assertThat(store.mailboxLog()).hasSize(3);
      assertThat(store.mailboxLog().get(2).id()).isEqualTo(store.nameHash(name("A")));
    }

    @Test
    void keepsANameThatExistsThoughItWouldNotCreateIt() throws IOException {
      Files.createDirectories(home.resolve("Maildir/subscriptions-old/cur"));
      MailboxName name = name("subscriptions-old");
      assertThat(store.acceptableName(name, '_')).isEqualTo(name);
      assertThat(store.acceptableName(name("subscriptions-new"), '_'))
          .isEqualTo(name("_subscriptions-new"));
    }

    @Test
    void survivesLoopsOfLinks() throws IOException {
      store.createMailbox(name("A"), GUID_1, VALIDITY);
      Files.createSymbolicLink(home.resolve("Maildir/A/loop"), Path.of(".."));
      assertThat(mailboxes()).containsValue(GUID_1);
    }
  }

  @Nested
  class InFsLayoutWithTreesAndPrefix extends Contract {
    @Override
    MaildirLocation location() {
      return with(TreeLayout.FS, "in", "idx", "ctl", null);
    }

    @Override
    String prefix() {
      return "Mail/";
    }

    @Test
    void hasARootThatNoRenameMayTouch() {
      assertThat(store.namespaceRoots()).contains(MailboxName.of("Mail"));
    }
  }

  @Nested
  class InFsLayoutWithDirectoryName extends Contract {
    @Override
    MaildirLocation location() {
      return with(TreeLayout.FS, null, "idx", null, ".mail");
    }
  }
}
