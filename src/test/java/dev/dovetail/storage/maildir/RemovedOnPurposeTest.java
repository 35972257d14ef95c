package dev.dovetail.storage.maildir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.log.Log;
import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.LogChanges;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.storage.index.IndexTransaction;
import dev.dovetail.storage.index.LockedIndex;
import dev.dovetail.storage.index.MailIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mailboxes from which other programs remove files on purpose. */
class RemovedOnPurposeTest {
  private static final Guid128 GUID = Guid128.parse("c500080480a3046b1d32000083ecc375");

  @TempDir Path directory;
  private MaildirPaths paths;

  @BeforeEach
  void makeMailboxOfThreeMails() throws IOException {
    make(directory);
  }

  private void make(Path control) throws IOException {
    paths = new MaildirPaths(directory, directory, control);
    for (Path path : List.of(paths.cur(), paths.newMails(), paths.tmp(), control)) {
      Files.createDirectories(path);
    }
    UidList.create(control, 1234567, 1, GUID);
    for (String name : List.of("1.M1.h", "2.M2.h", "3.M3.h")) {
      Files.writeString(paths.cur().resolve(name + ":2,"), "x\n");
    }
    open(VanishedMail.EXPUNGE).refresh();
  }

  @Test
  void aRemovedFileIsAnExpungeWithItsGuid() throws IOException {
    remove("2.M2.h", "3.M3.h");

    assertThat(uids(VanishedMail.EXPUNGE)).containsExactly(1L);
    assertThat(expunges(VanishedMail.EXPUNGE))
        .containsExactly(expunged(2, "2.M2.h"), expunged(3, "3.M3.h"));
  }

  @Test
  void aRemovedFileIsALostMailByDefault() throws IOException {
    remove("2.M2.h");

    assertThat(uids(VanishedMail.RESTORE)).containsExactly(1L, 2L, 3L);
    assertThat(expunges(VanishedMail.RESTORE)).isEmpty();
  }

  @Test
  void aMailboxMayBeEmptied() throws IOException {
    remove("1.M1.h", "2.M2.h", "3.M3.h");
    assertThat(uids(VanishedMail.EXPUNGE)).isEmpty();
    assertThat(expunges(VanishedMail.EXPUNGE)).hasSize(3);
  }

  @Test
  void aFileThatComesBackIsANewMail() throws IOException {
    remove("2.M2.h");
    uids(VanishedMail.EXPUNGE);
    Files.writeString(paths.cur().resolve("2.M2.h:2,S"), "x\n");
    assertThat(uids(VanishedMail.EXPUNGE)).containsExactly(1L, 3L, 4L);
  }

  @Test
  void whatDovecotNoticedFirstHasItsGuidFromTheList() throws IOException {
    remove("2.M2.h");
    recordWithoutGuid(2);
    assertThat(expunges(VanishedMail.EXPUNGE)).containsExactly(expunged(2, "2.M2.h"));
    assertThat(expunges(VanishedMail.RESTORE)).allMatch(LogChanges.Expunge::wasVanished);
  }

  @Test
  void whatTheListNoLongerKnowsWasStillMeant() throws IOException {
    remove("2.M2.h");
    recordWithoutGuid(2);
    rewriteList(list().replaceAll("2 :2.M2.h\n", ""));
    assertThat(expunges(VanishedMail.EXPUNGE))
        .containsExactly(new LogChanges.Expunge(2, Guid128.EMPTY, true));
  }

  @Test
  void aLostDirectoryExpungesNothing() throws IOException {
    remove("1.M1.h", "2.M2.h", "3.M3.h");
    Files.delete(paths.newMails());
    assertThat(uids(VanishedMail.EXPUNGE)).containsExactly(1L, 2L, 3L);
    assertThat(expunges(VanishedMail.EXPUNGE)).isEmpty();
  }

  @Test
  void aLostListExpungesNothing() throws IOException {
    remove("2.M2.h");
    Files.delete(paths.controlDirectory().resolve(UidList.FILE_NAME));
    open(VanishedMail.EXPUNGE).refresh();
    assertThat(expunges(VanishedMail.EXPUNGE)).isEmpty();
  }

  @Test
  void aLineThatLeftTheListExpungesNothing() throws IOException {
    remove("2.M2.h");
    rewriteList(list().replace("2 :2.M2.h\n", ""));
    assertThat(uids(VanishedMail.EXPUNGE)).containsExactly(1L, 2L, 3L);
    assertThat(expunges(VanishedMail.EXPUNGE)).isEmpty();
  }

  @Test
  void aLineThatNamesAnotherFileDoesNotExpungeTheRealMail() throws IOException {
    rewriteList(list().replace("2 :2.M2.h\n", "2 :2.M2.i\n"));
    assertThat(uids(VanishedMail.EXPUNGE)).containsExactly(1L, 3L, 4L);
    assertThat(expunges(VanishedMail.EXPUNGE)).containsExactly(expunged(2, "2.M2.i"));
  }

  @Test
  void aLostIndexExpungesNothing() throws IOException {
    remove("2.M2.h");
    Files.delete(directory.resolve("dovecot.index.log"));
    assertThat(uids(VanishedMail.EXPUNGE)).containsExactly(1L, 3L);
    assertThat(expunges(VanishedMail.EXPUNGE)).isEmpty();
  }

  @Test
  void anEmptyDirectoryBesideAListOfElsewhereIsALoss() throws IOException {
    for (String name : List.of("dovecot.index.log", UidList.FILE_NAME)) {
      Files.delete(directory.resolve(name));
    }
    make(directory.resolve("control"));
    remove("1.M1.h", "2.M2.h", "3.M3.h");
    assertThat(uids(VanishedMail.EXPUNGE)).containsExactly(1L, 2L, 3L);
    assertThat(expunges(VanishedMail.EXPUNGE)).isEmpty();
  }

  private MaildirMailbox open(VanishedMail vanishedMail) {
    return new MaildirMailbox(
        new MailboxFiles(
            paths,
            new MaildirSettings(FsyncMode.NEVER, "host", false, vanishedMail, Log.NONE),
            "INBOX"),
        MailboxName.INBOX,
        () -> () -> {},
        null);
  }

  private List<Long> uids(VanishedMail vanishedMail) throws IOException {
    MailboxView view = open(vanishedMail).refresh();
    return view.messages().stream().map(StoredMessage::uid).toList();
  }

  private List<LogChanges.Expunge> expunges(VanishedMail vanishedMail) throws IOException {
    MaildirMailbox mailbox = open(vanishedMail);
    mailbox.refresh();
    return mailbox.changesSince(0).expunges();
  }

  private static LogChanges.Expunge expunged(long uid, String guid) {
    return new LogChanges.Expunge(uid, Guid128.ofMessageGuid(guid));
  }

  private void remove(String... bases) throws IOException {
    for (String base : bases) {
      Files.delete(paths.cur().resolve(base + ":2,"));
    }
  }

  private void recordWithoutGuid(long uid) throws IOException {
    try (LockedIndex index = new MailIndex(directory).lock(10)) {
      index.append(new IndexTransaction().external().expunge(uid, Guid128.EMPTY));
    }
  }

  private String list() throws IOException {
    return Files.readString(paths.controlDirectory().resolve(UidList.FILE_NAME));
  }

  private void rewriteList(String text) throws IOException {
    Files.writeString(paths.controlDirectory().resolve(UidList.FILE_NAME), text);
  }
}
