package dev.dovetail.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.log.Log;
import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.list.NamespaceOptions;
import dev.dovetail.storage.list.SubscriptionPlace;
import dev.dovetail.storage.maildir.FsyncMode;
import dev.dovetail.storage.maildir.MaildirLocation;
import dev.dovetail.storage.maildir.MaildirSettings;
import dev.dovetail.storage.maildir.MaildirStore;
import dev.dovetail.storage.maildir.VanishedMail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A namespace without prefix, and {@code Public/} whose subscriptions are with the first. */
class NamespaceStoresTest {
  private static final MailboxName WORK = MailboxName.of("Work");
  private static final MailboxName NEWS = MailboxName.split("Public/news/today", '/');

  private static final MaildirSettings SETTINGS =
      new MaildirSettings(FsyncMode.NEVER, "host.test", false, VanishedMail.RESTORE, Log.NONE);

  @TempDir Path home;
  private NamespaceStores all;

  @BeforeEach
  void open() throws IOException {
    Optional<SubscriptionPlace> place =
        Optional.of(
            new SubscriptionPlace(
                home.resolve("Maildir/subscriptions"), home.resolve("Maildir"), "Public/"));
    all =
        new NamespaceStores(
            List.of(
                store("Maildir", "", true, Optional.empty(), "Public/"),
                store("Public", "Public/", false, place, "")));
  }

  private MailStore store(
      String directory,
      String prefix,
      boolean inbox,
      Optional<SubscriptionPlace> place,
      String other)
      throws IOException {
    return new MaildirStore(
        MaildirLocation.of(home.resolve(directory)),
        new NamespaceOptions(prefix, '/', inbox, Map.of(), place, List.of(other)),
        home,
        SETTINGS,
        Optional.empty());
  }

  private static Guid128 guid(int number) {
    return Guid128.parse(String.format("%032x", number));
  }

  @Test
  void makesEachMailboxInItsOwnNamespace() throws IOException {
    all.createMailbox(WORK, guid(1), 1);
    all.createMailbox(NEWS, guid(2), 1);
    assertThat(home.resolve("Maildir/.Work/cur")).isDirectory();
    assertThat(home.resolve("Public/.news.today/cur")).isDirectory();
    assertThat(all.listMailboxes()).extracting(ListedMailbox::name).contains(WORK, NEWS);
    assertThat(all.namespaceRoots()).containsExactly(MailboxName.of("Public"));
    assertThat(all.openMailbox(guid(2)).name()).isEqualTo(NEWS);
  }

  @Test
  void deletesAndRenamesWhereTheMailboxIs() throws IOException {
    all.createMailbox(WORK, guid(1), 1);
    all.createMailbox(NEWS, guid(2), 1);
    all.renameMailbox(NEWS, MailboxName.split("Public/old", '/'), 0);
    assertThat(home.resolve("Public/.old/cur")).isDirectory();
    all.deleteMailbox(guid(2));
    assertThat(all.listMailboxes()).extracting(ListedMailbox::guid).contains(guid(1));
    assertThat(all.listMailboxes()).extracting(ListedMailbox::guid).doesNotContain(guid(2));
    assertThatThrownBy(() -> all.openMailbox(guid(2))).isInstanceOf(MailboxNotFoundException.class);
  }

  @Test
  void renamesNothingFromOneNamespaceToAnother() throws IOException {
    all.createMailbox(WORK, guid(1), 1);
    assertThatThrownBy(() -> all.renameMailbox(WORK, NEWS, 0))
        .hasMessageContaining("Work to Public/news/today: they are in different namespaces");
    assertThat(home.resolve("Maildir/.Work/cur")).isDirectory();
  }

  @Test
  void writesSubscriptionsAsDovecotDoes() throws IOException {
    all.createMailbox(WORK, guid(1), 1);
    all.createMailbox(NEWS, guid(2), 1);
    all.setSubscribed(NEWS, true, 0);
    all.setSubscribed(WORK, true, 0);
    Path file = home.resolve("Maildir/subscriptions");
    assertThat(file).hasContent("V\t2\n\nPublic/news\ttoday\nWork");
    assertThat(home.resolve("Public/subscriptions")).doesNotExist();
    assertThat(all.subscriptions()).containsExactlyInAnyOrder(NEWS, WORK);
    all.setSubscribed(NEWS, false, 0);
    assertThat(all.subscriptions()).containsExactly(WORK);
    assertThat(all.mailboxLog())
        .extracting(MailboxLogRecord::kind)
        .contains(MailboxLogRecord.Kind.SUBSCRIBE, MailboxLogRecord.Kind.UNSUBSCRIBE);
  }

  @Test
  void keepsAMailboxInTheRootOfANamespace() throws IOException {
    MailboxName root = MailboxName.of("Public");
    assertThat(all.listMailboxes()).extracting(ListedMailbox::name).doesNotContain(root);
    all.createMailbox(root, guid(3), 1);
    all.createMailbox(NEWS, guid(2), 1);
    all.setSubscribed(root, true, 0);
    assertThat(home.resolve("Public/maildirfolder")).exists();
    assertThat(home.resolve("Maildir/subscriptions")).hasContent("V\t2\n\nPublic/");
    assertThat(all.listMailboxes()).extracting(ListedMailbox::name).contains(root, NEWS);
    assertThat(all.subscriptions()).containsExactly(root);
    assertThat(all.openMailbox(guid(3)).name()).isEqualTo(root);
  }

  @Test
  void neitherDeletesNorRenamesTheRootOfANamespace() throws IOException {
    MailboxName root = MailboxName.of("Public");
    all.createMailbox(root, guid(3), 1);
    all.createMailbox(NEWS, guid(2), 1);
    assertThatThrownBy(() -> all.deleteMailbox(guid(3))).hasMessageContaining("cannot be deleted");
    assertThatThrownBy(() -> all.deleteDirectory(root)).hasMessageContaining("cannot be deleted");
    assertThatThrownBy(() -> all.renameMailbox(root, NEWS, 0))
        .hasMessageContaining("root cannot be renamed");
    assertThatThrownBy(() -> all.renameMailbox(NEWS, root, 0))
        .hasMessageContaining("root cannot be renamed");
    assertThat(home.resolve("Public/.news.today/cur")).isDirectory();
    assertThat(home.resolve("Public/cur")).isDirectory();
  }

  @Test
  void doesNotListWhatAnotherNamespaceHides() throws IOException {
    Files.createDirectories(home.resolve("Maildir/.Public.hidden/cur"));
    assertThat(all.listMailboxes())
        .extracting(ListedMailbox::name)
        .doesNotContain(MailboxName.split("Public/hidden", '/'));
  }
}
