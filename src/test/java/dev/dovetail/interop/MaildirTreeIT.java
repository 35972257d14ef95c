package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.log.Log;
import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.ListedMailbox;
import dev.dovetail.storage.MailStore;
import dev.dovetail.storage.MailboxLogRecord;
import dev.dovetail.storage.list.NamespaceOptions;
import dev.dovetail.storage.maildir.FsyncMode;
import dev.dovetail.storage.maildir.MaildirLocation;
import dev.dovetail.storage.maildir.MaildirLocation.TreeLayout;
import dev.dovetail.storage.maildir.MaildirSettings;
import dev.dovetail.storage.maildir.MaildirStore;
import dev.dovetail.storage.maildir.VanishedMail;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A mail store whose tree we change while Dovecot serves it, and the other way round. */
@RequiresDovecot
class MaildirTreeIT {
  private static final Guid128 GUID_1 = Guid128.parse("11111111c304046b8d3100007f386b86");
  private static final Guid128 GUID_2 = Guid128.parse("22222222c304046b8d3100007f386b86");
  private static final Guid128 GUID_3 = Guid128.parse("33333333c304046b8d3100007f386b86");
  private static final String FS_LOCATION = "mail_location = maildir:~/Maildir:LAYOUT=fs";

  private static DovecotInstance dovecot;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    dovecot = DovecotInstance.start();
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    dovecot.close();
  }

  @AfterEach
  void dovecotHasNothingToComplainAbout() throws IOException {
    dovecot.assertNoErrors();
  }

  private static MailStore open(Account account, TreeLayout layout) throws IOException {
    MaildirLocation location =
        new MaildirLocation(
            account.maildir(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            layout,
            Optional.empty(),
            false,
            "subscriptions",
            false,
            Optional.empty(),
            Optional.empty(),
            true);
    return new MaildirStore(
        location,
        new NamespaceOptions("", '/', true, Map.of()),
        account.home(),
        new MaildirSettings(
            FsyncMode.OPTIMIZED, "it.example.com", false, VanishedMail.RESTORE, Log.NONE),
        Optional.empty());
  }

  private static MailboxName name(String name) {
    return MailboxName.split(name, '/');
  }

  private static Map<String, Guid128> listed(MailStore store) throws IOException {
    Map<String, Guid128> guids = new TreeMap<>();
    for (ListedMailbox mailbox : store.listMailboxes()) {
      guids.put(mailbox.name().toString(), mailbox.guid());
    }
    return guids;
  }

  @Test
  void aSessionThatIsOpenSeesOurChangesAtOnce() throws Exception {
    Account account = dovecot.newAccount();
    account.create("Before");
    try (MailStore store = open(account, TreeLayout.MAILDIR_PLUS_PLUS);
        ImapSession imap = account.imap()) {
      assertThat(imap.command("LIST \"\" *")).hasSize(2);
      store.createMailbox(name("Work/Été"), GUID_1, 1_234_567);
      store.setSubscribed(name("Work/Été"), true, 0);
      assertThat(imap.command("LIST \"\" Work/*"))
          .containsExactly("* LIST (\\HasNoChildren) \"/\" Work/&AMk-t&AOk-");
      assertThat(imap.command("LSUB \"\" *")).hasSize(1);
      assertThat(imap.command("STATUS Work/&AMk-t&AOk- (UIDVALIDITY UIDNEXT)"))
          .containsExactly("* STATUS Work/&AMk-t&AOk- (UIDNEXT 1 UIDVALIDITY 1234567)");
      store.renameMailbox(name("Work"), name("Play"), 0);
      assertThat(imap.command("LIST \"\" %/%"))
          .containsExactly("* LIST (\\HasNoChildren) \"/\" Play/&AMk-t&AOk-");
      store.deleteMailbox(GUID_1);
      assertThat(imap.command("LIST \"\" *")).hasSize(2);
    }
    assertThat(account.run("mailbox list", "-s")).isEqualTo("Work/Été\n");
  }

  @Test
  void aSessionInADeletedMailboxIsSentAway() throws Exception {
    Account account = dovecot.newAccount();
    account.create("Del", "Del/child");
    account.save("Del", "gone soon");
    Guid128 guid = Guid128.parse(account.status("guid", "Del"));
    try (MailStore store = open(account, TreeLayout.MAILDIR_PLUS_PLUS);
        ImapSession imap = account.imap()) {
      imap.command("SELECT Del");
      store.deleteMailbox(guid);
      assertThatThrownBy(() -> imap.command("NOOP")).hasMessageContaining("BYE");
    }
    assertThat(account.run("mailbox list", "Del*").lines()).contains("Del/child");
    assertThat(account.doveadm("fetch", "uid", "mailbox", "Del").text()).isEmpty();
  }

  @Test
  void weSeeWhatDovecotDid() throws Exception {
    Account account = dovecot.newAccount();
    account.create("A", "A/Été", "Gone");
    account.save("A/Été", "one");
    String a = account.status("guid", "A");
    String child = account.status("guid", "A/Été");
    String gone = account.status("guid", "Gone");
    account.run("mailbox subscribe", "A/Été");
    account.run("mailbox rename", "A", "B");
    account.run("mailbox delete", "Gone");
    try (MailStore store = open(account, TreeLayout.MAILDIR_PLUS_PLUS)) {
      Map<String, Guid128> listed = listed(store);
      assertThat(listed).containsEntry("B", Guid128.parse(a)).doesNotContainKey("Gone");
      assertThat(listed).containsEntry("B/Été", Guid128.parse(child));
      assertThat(store.subscriptions()).containsExactly(name("A/Été"));
      List<MailboxLogRecord> log = store.mailboxLog();
      assertThat(log)
          .extracting(MailboxLogRecord::id)
          .containsExactly(
              store.nameHash(name("A/Été")),
              store.nameHash(name("B")),
              Guid128.parse(gone),
              store.nameHash(name("Gone")));
    }
  }

  @Test
  void worksInTheFsLayoutToo() throws Exception {
    Account account = dovecot.newAccount(dovecot.configurationWith(FS_LOCATION));
    account.create("Target/child", "Moved");
    account.save("Moved", "one");
    Guid128 moved = Guid128.parse(account.status("guid", "Moved"));
    try (MailStore store = open(account, TreeLayout.FS)) {
      store.createMailbox(name("Target/fresh"), GUID_1, 77);
      store.createMailbox(name("Parent"), GUID_2, 78);
      store.createMailbox(name("Parent/child"), GUID_3, 79);
      store.createDirectory(name("Dir/Sub"));
      store.renameMailbox(name("Moved"), name("Target"), 0);
      store.deleteMailbox(GUID_2);
      assertThat(listed(store)).containsEntry("Target", moved).containsEntry("Dir", Guid128.EMPTY);
    }
    assertThat(account.run("mailbox list").lines())
        .containsExactlyInAnyOrder(
            "INBOX",
            "Target",
            "Target/child",
            "Target/fresh",
            "Parent",
            "Parent/child",
            "Dir",
            "Dir/Sub");
    assertThat(account.status("guid", "Target")).isEqualTo(moved.toString());
    assertThat(account.status("uidvalidity", "Target/fresh")).isEqualTo("77");
    assertThat(account.uids("Target")).isEqualTo("1");
  }

  @Test
  void doveadmSyncPassesOurDeletesAndRenamesOn() throws Exception {
    Account account = dovecot.newAccount();
    Account replica = dovecot.newAccount();
    account.create("Old", "Old/child", "Gone");
    account.save("Old", "one");
    account.run("mailbox subscribe", "Gone");
    String[] server =
        dovecot.dsyncServer(replica.configuration(), replica.user()).toArray(new String[0]);
    account.doveadm("sync", server).succeeded();
    account.doveadm("sync", server).succeeded();
    Thread.sleep(1100); // The log of the tree counts in seconds.
    try (MailStore store = open(account, TreeLayout.MAILDIR_PLUS_PLUS)) {
      store.deleteMailbox(Guid128.parse(account.status("guid", "Gone")));
      store.setSubscribed(name("Gone"), false, 0);
      store.renameMailbox(name("Old"), name("New"), 0);
      store.createMailbox(name("Fresh"), GUID_1, 4711);
    }
    account.doveadm("sync", server).succeeded();
    assertThat(replica.run("mailbox list").lines())
        .containsExactlyInAnyOrder("INBOX", "New", "New/child", "Fresh");
    assertThat(replica.run("mailbox list", "-s")).isEmpty();
    assertThat(replica.status("guid", "Fresh")).isEqualTo(GUID_1.toString());
    assertThat(replica.uids("New")).isEqualTo("1");
  }
}
