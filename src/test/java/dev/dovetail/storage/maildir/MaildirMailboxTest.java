package dev.dovetail.storage.maildir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.mail.Flags;
import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.LogChanges;
import dev.dovetail.storage.MailContent;
import dev.dovetail.storage.MailboxChanges;
import dev.dovetail.storage.MailboxChanges.Expunge;
import dev.dovetail.storage.MailboxChanges.FlagUpdate;
import dev.dovetail.storage.MailboxChanges.Restore;
import dev.dovetail.storage.MailboxChanges.Save;
import dev.dovetail.storage.MailboxChanges.Source;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.storage.MessageGoneException;
import dev.dovetail.storage.StagedMail;
import dev.dovetail.storage.StoreLock;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.storage.index.IndexTransaction;
import dev.dovetail.storage.index.LockedIndex;
import dev.dovetail.storage.index.MailIndex;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MaildirMailboxTest {
  private static final Guid128 GUID = Guid128.parse("c500080480a3046b1d32000083ecc375");
  private static final long RECEIVED = 1_000_000_000L;

  @TempDir Path directory;
  private MaildirPaths paths;
  private MaildirMailbox mailbox;

  @BeforeEach
  void makeMailbox() throws IOException {
    paths = new MaildirPaths(directory, directory, directory);
    Files.createDirectory(paths.cur());
    Files.createDirectory(paths.newMails());
    Files.createDirectory(paths.tmp());
    UidList.create(directory, 1234567, 1, GUID);
    mailbox = open();
  }

  @Test
  void aLockThatCannotBeRemovedIsReportedWithTheMailbox() throws IOException {
    StoreLock lock = mailbox.lock(1);
    Path file = directory.resolve(".dovecot-box-sync.lock");
    Files.delete(file);
    Files.createDirectories(file.resolve("in-the-way"));
    assertThatThrownBy(lock::close)
        .isInstanceOf(SyncException.class)
        .hasMessageContaining("Mailbox INBOX: removing its lock after the sync: " + file)
        .hasMessageContaining("Directory not empty; ");
  }

  @Nested
  final class Refresh {
    @Test
    void newFilesGetUidsInTheOrderOfTheirArrival() throws IOException {
      drop(paths.newMails(), "1700000002.M1P1.h");
      drop(paths.cur(), "1700000001.M9P1.h:2,FS");
      drop(paths.newMails(), "1700000001.M10P1.h");

      MailboxView view = mailbox.refresh();

      assertThat(view.guid()).isEqualTo(GUID);
      assertThat(view.uidValidity()).isEqualTo(1234567);
      assertThat(view.uidNext()).isEqualTo(4);
      assertThat(view.messages())
          .extracting(StoredMessage::guid)
          .containsExactly("1700000001.M9P1.h", "1700000001.M10P1.h", "1700000002.M1P1.h");
      assertThat(view.messages().get(0).flags()).isEqualTo(Flags.FLAGGED | Flags.SEEN);
      assertThat(uidListLines()).hasSize(4);
    }

    @Test
    void flagsAndLettersOfNamesReplaceThoseOfTheIndex() throws IOException {
      Files.writeString(directory.resolve("dovecot-keywords"), "0 work\n1 play\n");
      Path file = drop(paths.cur(), "1.M1.h:2,Sa");
      MailboxView before = mailbox.refresh();
      assertThat(before.messages().get(0).keywords()).containsExactly("work");
      Files.move(file, paths.cur().resolve("1.M1.h:2,Fb"));

      MailboxView after = open().refresh();

      assertThat(after.messages().get(0).flags()).isEqualTo(Flags.FLAGGED);
      assertThat(after.messages().get(0).keywords()).containsExactly("play");
      assertThat(after.highestModseq()).isGreaterThan(before.highestModseq());
    }

    @Test
    void aVanishedMailStaysMarkedAsNotPresent() throws IOException {
      save("one", "two", "three");
      Files.delete(fileOf(2));

      MailboxView view = open().refresh();

      assertThat(view.messages())
          .extracting(StoredMessage::present)
          .containsExactly(true, false, true);
      assertThat(view.messages().get(1).guid()).isEqualTo("two");
      assertThat(view.presentCount()).isEqualTo(2);
      assertThat(open().refresh().messages()).isEqualTo(view.messages());
      MaildirMailbox again = open();
      again.refresh();
      assertThat(again.changesSince(0).expunges()).isEmpty();
    }

    @Test
    void theDirectoriesAreNotNotedAsSeenWhileAMailIsMissing() throws IOException {
      save("one", "two");
      open().refresh();
      byte[] before = new MailIndex(directory).read().extensionHeader(DirectoryCheck.EXTENSION);
      Files.delete(fileOf(2));
      open().refresh();

      assertThat(new MailIndex(directory).read().extensionHeader(DirectoryCheck.EXTENSION))
          .isEqualTo(before);
    }

    @Test
    void aSecondLookWritesNothing() throws Exception {
      save("one");
      Thread.sleep(2100);
      open().refresh();
      long size = Files.size(log());
      open().refresh();
      open().refresh();
      assertThat(Files.size(log())).isEqualTo(size);
    }

    @Test
    void aLostIndexIsRebuiltWithTheSameUids() throws IOException {
      save("one", "two", "three");
      commit(flag(2, Flags.FLAGGED, "kw"));
      List<StoredMessage> before = open().refresh().messages();
      Files.delete(log());

      List<StoredMessage> after = open().refresh().messages();

      assertThat(after).usingRecursiveComparison().ignoringFields("modseq").isEqualTo(before);
    }

    @Test
    void anIndexDirectoryThatIsGoneIsMadeAgain() throws IOException {
      Path index = directory.resolve("elsewhere/index");
      MaildirMailbox apart =
          new MaildirMailbox(
              new MailboxFiles(new MaildirPaths(directory, index, directory), settings(), "INBOX"),
              MailboxName.INBOX,
              () -> () -> {},
              null);
      drop(paths.newMails(), "1.M1.h");
      assertThat(apart.refresh().messages()).hasSize(1);
      assertThat(index).isDirectory();
    }

    @Test
    void aTornLastLineKeepsItsUidIfTheFileIsThere() throws IOException {
      save("one");
      drop(paths.cur(), "1700000001.M1P1.h:2,S");
      Files.writeString(list(), Files.readString(list()) + "7 :1700000001.M1P1.h");

      MailboxView view = open().refresh();

      assertThat(view.messages()).extracting(StoredMessage::uid).containsExactly(1L, 7L);
      assertThat(Files.readString(list())).endsWith("7 :1700000001.M1P1.h\n");
    }

    @Test
    void aLineCutInItsNameIsDropped() throws IOException {
      save("one");
      drop(paths.cur(), "1700000001.M1P1.h:2,S");
      Files.writeString(list(), Files.readString(list()) + "7 :1700000001.M1");

      assertThat(open().refresh().messages())
          .extracting(StoredMessage::uid)
          .containsExactly(1L, 2L);
    }

    @Test
    void linesOutOfOrderKeepTheirUids() throws IOException {
      save("one", "two", "three");
      List<StoredMessage> before = open().refresh().messages();
      List<String> lines = new ArrayList<>(uidListLines());
      lines.add(1, lines.remove(3));
      Files.write(list(), lines);

      assertThat(open().refresh().messages()).isEqualTo(before);
      assertThat(uidListLines().get(1)).startsWith("1 ");
    }

    @Test
    void wantedExpungesAreCarriedOutOnlyForTheRightMail() throws IOException {
      save("one", "two");
      request(new IndexTransaction().expunge(1, Guid128.ofMessageGuid("one")));
      request(new IndexTransaction().expunge(2, Guid128.ofMessageGuid("another")));

      MaildirMailbox now = open();
      assertThat(now.refresh().messages()).extracting(StoredMessage::guid).containsExactly("two");
      assertThat(files()).hasSize(1);
      assertThat(now.changesSince(0).expunges())
          .containsExactly(new LogChanges.Expunge(1, Guid128.ofMessageGuid("one")));
    }

    @Test
    void aPendingWishForFlagsIsNotUndoneByTheFileName() throws IOException {
      save("one");
      request(
          new IndexTransaction().flags(dev.dovetail.storage.index.UidRanges.of(1), Flags.SEEN, 0));

      assertThat(open().refresh().messages().get(0).flags()).isEqualTo(Flags.SEEN);
      assertThat(open().refresh().messages().get(0).flags()).isEqualTo(Flags.SEEN);
    }

    @Test
    void aFileThatTheIndexKnowsAsExpungedGetsANewUid() throws IOException {
      save("one", "two");
      String name = fileOf(1).getFileName().toString();
      commit(expunge(1, "one"));
      drop(paths.cur(), name);

      MailboxView view = open().refresh();

      assertThat(view.messages()).extracting(StoredMessage::uid).containsExactly(2L, 3L);
      assertThat(view.messages().get(1).guid()).isEqualTo("one");
    }

    @Test
    void anotherUidValidityWithOtherMailsRebuildsTheIndex() throws IOException {
      save("one", "two");
      Files.writeString(list(), "3 V99 N1 G" + GUID + "\n");

      MailboxView view = open().refresh();

      assertThat(view.uidValidity()).isEqualTo(99);
      assertThat(view.messages()).extracting(StoredMessage::uid).containsExactly(1L, 2L);
    }

    @Test
    void aRemovedMailboxIsReportedNotMadeAnew() throws IOException {
      Files.delete(paths.cur());
      assertThatThrownBy(() -> open().refresh())
          .isInstanceOf(SyncException.class)
          .hasMessageContaining("INBOX");
    }
  }

  @Nested
  final class Saving {
    @Test
    void keepsUidGuidFlagsKeywordsDateAndModseq() throws IOException {
      MailboxView empty = mailbox.refresh();
      StagedMail mail = stage("Subject: x\r\n\r\nbody\r\n");
      commit(
          new Save(
              17,
              "some.guid",
              staged(mail),
              Flags.SEEN | Flags.DRAFT,
              List.of("a", "b"),
              500,
              "uidl",
              9));

      MaildirMailbox now = open();
      MailboxView view = now.refresh();
      assertThat(view.messages())
          .containsExactly(
              new StoredMessage(
                  17, "some.guid", Flags.SEEN | Flags.DRAFT, List.of("a", "b"), 500, true));
      assertThat(view.uidNext()).isEqualTo(18);
      assertThat(view.highestModseq()).isGreaterThan(empty.highestModseq()).isEqualTo(500);
      try (MailContent content = now.open(17)) {
        assertThat(content.stream()).hasContent("Subject: x\n\nbody\n");
        assertThat(content.receivedDate()).isEqualTo(RECEIVED);
        assertThat(content.pop3Uidl()).isEqualTo("uidl");
        assertThat(content.pop3Order()).isEqualTo(9);
      }
      assertThat(now.metadata(17).virtualSize()).isEqualTo(20);
      assertThat(fileOf(17).getFileName().toString()).endsWith(",S=17,W=20:2,DSab");
      assertThat(paths.tmp()).isEmptyDirectory();
    }

    @Test
    void aGuidThatIsANameWithTheRightSizesIsTheName() throws IOException {
      mailbox.refresh();
      commit(save(1, "17.M1P1.h,S=3,W=4", stage("ab\n")));
      commit(save(2, "17.M1P2.h,S=99,W=99", stage("ab\n")));

      assertThat(uidListLines().get(1)).isEqualTo("1 :17.M1P1.h,S=3,W=4");
      assertThat(uidListLines().get(2)).startsWith("2 G17.M1P2.h,S=99,W=99 :");
    }

    @Test
    void aUidThatIsTakenIsReplacedAndReported() throws IOException {
      mailbox.refresh();
      StagedMail mail = stage("mine\n");
      save("theirs");

      boolean conflict = commit(save(1, "mine", mail));

      assertThat(conflict).isTrue();
      assertThat(open().refresh().messages())
          .extracting(StoredMessage::guid)
          .containsExactly("theirs", "mine");
    }

    @Test
    void oneStagedMailMayBecomeSeveralMessages() throws IOException {
      mailbox.refresh();
      StagedMail mail = stage("x\n");
      commit(save(1, "same", mail), save(2, "same", mail), save(3, "17.M1.h,S=2,W=3", mail));

      assertThat(open().refresh().messages())
          .extracting(StoredMessage::guid)
          .containsExactly("same", "same", "17.M1.h,S=2,W=3");
      assertThat(files()).hasSize(3);
    }

    @Test
    void copiesKeepContentAndDate() throws IOException {
      save("one");
      commit(new Save(2, "one", new Source.CopyOf(1), Flags.SEEN, List.of(), 0, "", 0));

      MaildirMailbox now = open();
      assertThat(now.refresh().messages())
          .extracting(StoredMessage::guid)
          .containsExactly("one", "one");
      try (MailContent content = now.open(2)) {
        assertThat(content.stream()).hasContent("one");
        assertThat(content.receivedDate()).isEqualTo(RECEIVED);
      }
    }

    @Test
    void renumberingKeepsTheFileAndRecordsTheExpunge() throws IOException {
      save("one", "two");
      Path file = fileOf(1);
      commit(new Save(3, "one", new Source.Renumbered(1), 0, List.of(), 0, "", 0));

      MaildirMailbox now = open();
      assertThat(now.refresh().messages())
          .extracting(StoredMessage::uid, StoredMessage::guid)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(2L, "two"),
              org.assertj.core.groups.Tuple.tuple(3L, "one"));
      assertThat(file).exists();
      assertThat(now.changesSince(0).expunges())
          .containsExactly(new LogChanges.Expunge(1, Guid128.ofMessageGuid("one")));
      assertThat(uidListLines().get(0)).contains(" N4 ");
    }

    @Test
    void renumberingWhatWasExpungedMeanwhileMakesNoGhost() throws IOException {
      save("one", "two");
      commit(expunge(1, "one"));

      boolean conflict =
          commit(new Save(3, "one", new Source.Renumbered(1), 0, List.of(), 0, "", 0));

      assertThat(conflict).isTrue();
      assertThat(open().refresh().messages())
          .extracting(StoredMessage::guid)
          .containsExactly("two");
    }

    @Test
    void hostileGuidsAreRefusedBeforeAnythingHappens() throws IOException {
      mailbox.refresh();
      for (String guid : List.of("", "a/b c", "x\ny", "x".repeat(2000), "../../ x")) {
        StagedMail mail = stage("x");
        assertThatThrownBy(() -> commit(save(1, guid, mail)))
            .isInstanceOf(SyncException.class)
            .hasMessageContaining("UID 1");
        mail.close();
      }
      commit(save(1, "../../../etc/passwd", stage("x")));
      assertThat(files()).hasSize(1);
      assertThat(open().refresh().messages().get(0).guid()).isEqualTo("../../../etc/passwd");
    }

    @Test
    void keywordsThatBreakLinesAreLeftOut() throws IOException {
      mailbox.refresh();
      commit(
          new Save(
              1, "g", staged(stage("x")), 0, List.of("ok", "new\n1 line", "sp ace"), 0, "", 0));

      assertThat(open().refresh().messages().get(0).keywords()).containsExactly("ok");
      assertThat(directory.resolve("dovecot-keywords")).hasContent("0 ok");
    }

    @Test
    void moreKeywordsThanLettersStayInTheIndex() throws IOException {
      mailbox.refresh();
      List<String> many = new ArrayList<>();
      for (int i = 10; i < 40; i++) {
        many.add("kw" + i);
      }
      commit(new Save(1, "g", staged(stage("x")), 0, many, 0, "", 0));

      assertThat(open().refresh().messages().get(0).keywords()).isEqualTo(many);
      assertThat(open().refresh().messages().get(0).keywords()).isEqualTo(many);
      assertThat(Files.readAllLines(directory.resolve("dovecot-keywords"))).hasSize(26);
    }

    @Test
    void aDeadUidListLineWithoutAFileMeansNothing() throws IOException {
      save("one");
      Files.writeString(list(), Files.readString(list()) + "2 Gx :1.M1.h,S=1,W=1\n");

      assertThat(open().refresh().messages()).extracting(StoredMessage::uid).containsExactly(1L);
      assertThat(open().refresh().uidNext()).isEqualTo(3);
      assertThat(commit(save(3, "three", stage("3")))).isFalse();
    }
  }

  @Nested
  final class Changing {
    @Test
    void flagUpdatesSetExactlyTheseFlagsInNameAndIndex() throws IOException {
      save("one", "two");
      commit(flag(1, Flags.SEEN | Flags.ANSWERED, "kw", "other"));
      commit(flag(1, Flags.FLAGGED, "other"));

      assertThat(fileOf(1).getFileName().toString()).endsWith(":2,Fb");
      StoredMessage message = open().refresh().messages().get(0);
      assertThat(message.flags()).isEqualTo(Flags.FLAGGED);
      assertThat(message.keywords()).containsExactly("other");
    }

    @Test
    void flagUpdatesOfUnknownUidsAreIgnored() throws IOException {
      save("one");
      commit(flag(9, Flags.SEEN));
      assertThat(open().refresh().messages().get(0).flags()).isZero();
    }

    @Test
    void minimumsAreReachedAndNeverLowered() throws IOException {
      save("one");
      changeMinimums(50, 20, 900);
      changeMinimums(10, 5, 100);

      MailboxView view = open().refresh();
      assertThat(view.uidNext()).isEqualTo(50);
      assertThat(view.firstRecentUid()).isEqualTo(20);
      assertThat(view.highestModseq()).isEqualTo(900);
    }

    @Test
    void theUidListSaysANextUidThatNoRecordShows() throws IOException {
      save("one");
      changeMinimums(50, 0, 0);
      assertThat(uidListLines().get(0)).contains(" N50 ");
      save("fifty");
      assertThat(open().refresh().uidNext()).isEqualTo(51);
    }

    @Test
    void aUidListThatLagsBehindTheIndexIsPutRight() throws IOException {
      save("one");
      request(new IndexTransaction().external().nextUid(50));
      drop(paths.newMails(), "1700000002.M1P1.h");
      open().refresh();
      assertThat(uidListLines().get(0)).contains(" N51 ");
    }

    @Test
    void expungesAreRecordedWithTheirGuid() throws IOException {
      save("one", "two");
      commit(expunge(1, "one"));
      commit(expunge(2, "not two"));

      MaildirMailbox now = open();
      assertThat(now.refresh().messages()).extracting(StoredMessage::guid).containsExactly("two");
      assertThat(files()).hasSize(1);
      assertThat(now.changesSince(0).expunges())
          .containsExactly(new LogChanges.Expunge(1, Guid128.ofMessageGuid("one")));
    }

    @Test
    void aRestoredMailIsBackUnderItsUidAndNameWithItsFlags() throws IOException {
      save("one", "two");
      commit(flag(1, Flags.FLAGGED, "kw"));
      StoredMessage before = open().refresh().messages().get(0);
      Path file = fileOf(1);
      Files.delete(file);

      MaildirMailbox damaged = open();
      damaged.refresh();
      damaged.commit(restore(1, "one", damaged.stage(stream("one"), RECEIVED)));

      assertThat(open().refresh().messages().get(0)).isEqualTo(before);
      assertThat(file).hasContent("one");
    }

    @Test
    void aCommitCountsTheMailsThatAreThere() throws IOException {
      save("one", "two", "three", "four");
      Files.delete(fileOf(1));
      Files.delete(fileOf(2));

      MaildirMailbox damaged = open();
      damaged.refresh();
      assertThat(damaged.commit(changes(expunge(3, "three"))).messageCount()).isEqualTo(1);
      StagedMail one = damaged.stage(stream("one"), RECEIVED);
      assertThat(damaged.commit(restore(1, "one", one)).messageCount()).isEqualTo(2);
      damaged.refresh();
      assertThat(damaged.commit(changes(expunge(2, "two"))).messageCount()).isEqualTo(2);
    }

    @Test
    void aRestoredMailHasTheFlagsOfTheSameCommit() throws IOException {
      save("one", "two");
      Files.delete(fileOf(1));

      MaildirMailbox damaged = open();
      damaged.refresh();
      Restore restore = new Restore(1, "one", damaged.stage(stream("one"), RECEIVED));
      damaged.commit(
          new MailboxChanges(
              List.of(restore), List.of(), List.of(flag(1, Flags.SEEN, "kw")), List.of(), 0, 0, 0));

      assertThat(fileOf(1).toString()).endsWith(":2,Sa");
      StoredMessage message = open().refresh().messages().get(0);
      assertThat(message.flags()).isEqualTo(Flags.SEEN);
      assertThat(message.keywords()).containsExactly("kw");
    }

    @Test
    void aRestoredMailOfAnotherSizeGetsAnotherName() throws IOException {
      save("one", "two");
      Files.delete(fileOf(1));

      MaildirMailbox damaged = open();
      damaged.refresh();
      damaged.commit(restore(1, "one", damaged.stage(stream("longer"), RECEIVED)));

      StoredMessage message = open().refresh().messages().get(0);
      assertThat(message.present()).isTrue();
      assertThat(message.guid()).isEqualTo("one");
      assertThat(fileOf(1).toString()).contains(",S=6,W=6");
    }

    @Test
    void aRestoreOfWhatTheIndexNoLongerHasIsSavedAsNew() throws IOException {
      save("one", "two");
      commit(expunge(1, "one"));
      MaildirMailbox now = open();
      now.refresh();

      assertThat(now.commit(restore(1, "one", now.stage(stream("one"), RECEIVED))).uidConflict())
          .isTrue();
      assertThat(open().refresh().messages())
          .extracting(StoredMessage::guid)
          .containsExactly("two", "one");
    }

    @Test
    void uidValidityAndGuidChangeAndNothingElse() throws IOException {
      save("one", "two");
      List<StoredMessage> before = open().refresh().messages();
      Guid128 other = Guid128.parse("00112233445566778899aabbccddeeff");
      open().setUidValidity(42);
      open().setGuid(other);

      MailboxView view = open().refresh();
      assertThat(view.uidValidity()).isEqualTo(42);
      assertThat(view.guid()).isEqualTo(other);
      assertThat(view.messages()).isEqualTo(before);
      assertThat(new MailIndex(directory).read().uidValidity()).isEqualTo(42);
    }
  }

  @Nested
  final class Crashes {
    @Test
    void anExpungeThatWasOnlyAskedForIsCompleted() throws IOException {
      save("one", "two");
      request(new IndexTransaction().bySync(true).expunge(1, Guid128.ofMessageGuid("one")));
      assertThat(open().refresh().messages())
          .extracting(StoredMessage::guid)
          .containsExactly("two");
      assertThat(files()).hasSize(1);
    }

    @Test
    void anExpungeWhoseFileIsGoneAlreadyIsCompleted() throws IOException {
      save("one", "two");
      request(new IndexTransaction().bySync(true).expunge(1, Guid128.ofMessageGuid("one")));
      Files.delete(fileOf(1));

      MaildirMailbox now = open();
      assertThat(now.refresh().messages()).extracting(StoredMessage::guid).containsExactly("two");
      assertThat(now.changesSince(0).expunges())
          .containsExactly(new LogChanges.Expunge(1, Guid128.ofMessageGuid("one")));
    }

    @Test
    void aMailThatIsNotYetInTheIndexComesInWithItsUidAndGuid() throws IOException {
      save("one");
      Files.writeString(list(), Files.readString(list()) + "5 Gfive :1.M1.h,S=1,W=1\n");
      drop(paths.cur(), "1.M1.h,S=1,W=1:2,S");

      StoredMessage message = open().refresh().messages().get(1);
      assertThat(message.uid()).isEqualTo(5);
      assertThat(message.guid()).isEqualTo("five");
      assertThat(message.flags()).isEqualTo(Flags.SEEN);
    }
  }

  @Nested
  final class Reading {
    @Test
    void findsAMailThatWasRenamedMeanwhile() throws IOException {
      save("one");
      MaildirMailbox reader = open();
      reader.refresh();
      reader.open(1).close();
      Files.move(fileOf(1), paths.newMails().resolve(fileOf(1).getFileName() + "FS"));

      try (MailContent content = reader.open(1)) {
        assertThat(content.stream()).hasContent("one");
      }
    }

    @Test
    void reportsAMailThatIsGone() throws IOException {
      save("one");
      MaildirMailbox reader = open();
      reader.refresh();
      Files.delete(fileOf(1));

      assertThatThrownBy(() -> reader.open(1)).isInstanceOf(MessageGoneException.class);
      assertThatThrownBy(() -> reader.metadata(1)).isInstanceOf(MessageGoneException.class);
      assertThatThrownBy(() -> reader.open(99)).isInstanceOf(MessageGoneException.class);
    }

    @Test
    void handsOutTheTextOfACompressedMail() throws IOException {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write("Subject: packed\n".getBytes(StandardCharsets.ISO_8859_1));
      }
      Files.write(paths.cur().resolve("1.M1.h,S=16,W=17:2,"), packed.toByteArray());
      mailbox.refresh();

      try (MailContent content = mailbox.open(1)) {
        assertThat(content.stream()).hasContent("Subject: packed\n");
      }
    }

    @Test
    void refusesWhatItCannotUnpack() throws IOException {
      Files.writeString(paths.cur().resolve("1.M1.h,S=99,W=99:2,"), "CRYPTED\003\007rest");
      mailbox.refresh();

      assertThatThrownBy(() -> mailbox.open(1))
          .isInstanceOf(SyncException.class)
          .hasMessageContaining("UID 1")
          .hasMessageContaining("encrypted");
    }

    @Test
    void countsTheSizeOfAMailWhoseNameHasNone() throws IOException {
      drop(paths.cur(), "1.M1.h:2,");
      mailbox.refresh();
      assertThat(mailbox.metadata(1).virtualSize()).isEqualTo(3);
    }
  }

  private MaildirMailbox open() {
    return new MaildirMailbox(
        new MailboxFiles(paths, settings(), "INBOX"), MailboxName.INBOX, () -> () -> {}, null);
  }

  private static MaildirSettings settings() {
    return new MaildirSettings(FsyncMode.OPTIMIZED, "host", false, VanishedMail.RESTORE, Log.NONE);
  }

  private Path log() {
    return directory.resolve("dovecot.index.log");
  }

  private Path list() {
    return directory.resolve(UidList.FILE_NAME);
  }

  private List<String> uidListLines() throws IOException {
    return Files.readAllLines(list());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> cur = Files.list(paths.cur());
        Stream<Path> fresh = Files.list(paths.newMails())) {
      return Stream.concat(cur, fresh).toList();
    }
  }

  private Path fileOf(long uid) throws IOException {
    String base = UidList.read(directory).orElseThrow().find(uid).orElseThrow().base();
    return files().stream()
        .filter(file -> MaildirName.baseOf(file.getFileName().toString()).equals(base))
        .findFirst()
        .orElseThrow();
  }

  private static Path drop(Path directory, String name) throws IOException {
    return Files.writeString(directory.resolve(name), "x\n");
  }

  /** Saves one mail for each GUID, with the GUID as its text. */
  private void save(String... guids) throws IOException {
    MaildirMailbox box = open();
    long uid = box.refresh().uidNext();
    List<Save> saves = new ArrayList<>();
    for (String guid : guids) {
      saves.add(save(uid++, guid, box.stage(stream(guid), RECEIVED)));
    }
    box.commit(new MailboxChanges(List.of(), saves, List.of(), List.of(), 0, 0, 0));
  }

  private static Save save(long uid, String guid, StagedMail mail) {
    return new Save(uid, guid, staged(mail), 0, List.of(), 0, "", 0);
  }

  private static Source staged(StagedMail mail) {
    return new Source.Staged(mail);
  }

  private StagedMail stage(String text) throws IOException {
    return mailbox.stage(stream(text), RECEIVED);
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private boolean commit(Save... saves) throws IOException {
    return mailbox
        .commit(new MailboxChanges(List.of(), List.of(saves), List.of(), List.of(), 0, 0, 0))
        .uidConflict();
  }

  private void commit(FlagUpdate update) throws IOException {
    open().commit(new MailboxChanges(List.of(), List.of(), List.of(update), List.of(), 0, 0, 0));
  }

  private void commit(Expunge expunge) throws IOException {
    open().commit(changes(expunge));
  }

  private static MailboxChanges changes(Expunge expunge) {
    return new MailboxChanges(List.of(), List.of(), List.of(), List.of(expunge), 0, 0, 0);
  }

  private void changeMinimums(long uidNext, long firstRecent, long modseq) throws IOException {
    open()
        .commit(
            new MailboxChanges(
                List.of(), List.of(), List.of(), List.of(), uidNext, firstRecent, modseq));
  }

  private static MailboxChanges restore(long uid, String guid, StagedMail mail) {
    return new MailboxChanges(
        List.of(new Restore(uid, guid, mail)), List.of(), List.of(), List.of(), 0, 0, 0);
  }

  private static FlagUpdate flag(long uid, int flags, String... keywords) {
    return new FlagUpdate(uid, flags, List.of(keywords), 0);
  }

  private static Expunge expunge(long uid, String guid) {
    return new Expunge(uid, Guid128.ofMessageGuid(guid));
  }

  private void request(IndexTransaction transaction) throws IOException {
    try (LockedIndex index = new MailIndex(directory).lock(10)) {
      index.append(transaction);
    }
  }
}
