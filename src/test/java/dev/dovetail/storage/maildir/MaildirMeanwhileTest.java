package dev.dovetail.storage.maildir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.log.Log;
import dev.dovetail.mail.Flags;
import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.LogChanges;
import dev.dovetail.storage.MailboxChanges;
import dev.dovetail.storage.MailboxChanges.Expunge;
import dev.dovetail.storage.MailboxChanges.FlagUpdate;
import dev.dovetail.storage.MailboxChanges.Save;
import dev.dovetail.storage.MailboxChanges.Source;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.storage.index.IndexTransaction;
import dev.dovetail.storage.index.LockedIndex;
import dev.dovetail.storage.index.MailIndex;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users and deliveries do between our look at a mailbox and our change of it. */
final class MaildirMeanwhileTest {
  @TempDir Path directory;
  private MaildirMailbox sync;
  private MaildirMailbox user;

  @BeforeEach
  void lookAtThreeMails() throws IOException {
    MaildirPaths paths = new MaildirPaths(directory, directory, directory);
    Files.createDirectory(paths.cur());
    Files.createDirectory(paths.newMails());
    Files.createDirectory(paths.tmp());
    UidList.create(directory, 1234567, 1, new Guid128(1, 2));
    sync = open(paths);
    user = open(paths);
    user.refresh();
    save(user, 1, "one");
    save(user, 2, "two");
    save(user, 3, "three");
    set(3, Flags.ANSWERED, "old");
    sync.refresh();
  }

  @Nested
  final class BeforeACommit {
    @Test
    void flagsThatWereSetOrClearedStay() throws IOException {
      set(1, Flags.SEEN, "mine");
      set(3, 0);

      commit(new FlagUpdate(1, Flags.FLAGGED, List.of("theirs"), 0));
      commit(new FlagUpdate(3, Flags.ANSWERED | Flags.DRAFT, List.of("old", "theirs"), 0));

      assertThat(message(1).flags()).isEqualTo(Flags.SEEN | Flags.FLAGGED);
      assertThat(message(1).keywords()).containsExactly("mine", "theirs");
      assertThat(message(3).flags()).isEqualTo(Flags.DRAFT);
      assertThat(message(3).keywords()).containsExactly("theirs");
    }

    @Test
    void flagsOfAMailThatGetsANewUidStay() throws IOException {
      set(1, Flags.SEEN, "mine");
      sync.commit(
          new MailboxChanges(
              List.of(), List.of(keep(4, 1, "one", 0)), List.of(), List.of(), 0, 0, 0));
      assertThat(message(4).flags()).isEqualTo(Flags.SEEN);
      assertThat(message(4).keywords()).containsExactly("mine");
    }
  }

  @Nested
  final class BeforeANewUid {
    private final Save renumbered = keep(4, 1, "one", 0);

    private List<LogChanges.Expunge> expungesAfterTheSync() throws IOException {
      sync.commit(
          new MailboxChanges(List.of(), List.of(renumbered), List.of(), List.of(), 0, 0, 0));
      assertThat(user.refresh().uidNext()).isEqualTo(5);
      return user.changesSince(0).expunges();
    }

    @Test
    void anExpungeIsRecordedUnderTheUidThatThePeerHas() throws IOException {
      expunge(1, "one");
      assertThat(expungesAfterTheSync())
          .extracting(LogChanges.Expunge::uid, LogChanges.Expunge::guid)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(1L, Guid128.ofMessageGuid("one")),
              org.assertj.core.groups.Tuple.tuple(4L, Guid128.ofMessageGuid("one")));
    }

    @Test
    void aMailThatVanishedIsNoExpunge() throws IOException {
      String base = UidList.read(directory).orElseThrow().find(1).orElseThrow().base();
      Path cur = directory.resolve("cur");
      try (DirectoryStream<Path> one = Files.newDirectoryStream(cur, base + "*")) {
        Files.delete(one.iterator().next());
      }
      try (LockedIndex index = new MailIndex(directory).lock(10)) {
        index.append(new IndexTransaction().external().expunge(1, Guid128.EMPTY));
      }
      assertThat(expungesAfterTheSync())
          .extracting(LogChanges.Expunge::guid)
          .containsExactly(Guid128.EMPTY);
    }
  }

  @Nested
  final class BeforeARebuild {
    @Test
    void mailsThatArrivedGetUidsBehindTheOthers() throws IOException {
      save(user, 4, "arrived");
      set(4, Flags.FLAGGED);
      rebuildWithout("three");
      assertThat(user.refresh().messages())
          .extracting(StoredMessage::uid, StoredMessage::guid)
          .containsExactly(tuple(1, "one"), tuple(2, "two"), tuple(9, "arrived"));
      assertThat(message(9).flags()).isEqualTo(Flags.FLAGGED);
    }

    @Test
    void filesThatNobodyHasListedYetBecomeNewMails() throws IOException {
      Files.writeString(directory.resolve("new/1700000002.M1P1.h"), "x\n");
      rebuildWithout("three");
      assertThat(user.refresh().messages())
          .extracting(StoredMessage::guid)
          .containsExactly("one", "two", "1700000002.M1P1.h");
    }

    @Test
    void anExpungeStaysDoneAndRecorded() throws IOException {
      expunge(2, "two");
      rebuildWithout("three");
      assertThat(user.refresh().messages()).extracting(StoredMessage::guid).containsExactly("one");
      assertThat(user.changesSince(0).expunges())
          .extracting(LogChanges.Expunge::guid)
          .contains(Guid128.ofMessageGuid("two"));
    }

    @Test
    void flagsStay() throws IOException {
      set(1, Flags.SEEN, "mine");
      rebuildWithout("three");
      assertThat(message(1).flags()).isEqualTo(Flags.SEEN);
      assertThat(message(1).keywords()).containsExactly("mine");
    }

    private void rebuildWithout(String absent) throws IOException {
      sync.rebuild(
          List.of(keep(1, 1, "one", 0), keep(2, 2, "two", 0)),
          List.of(new Expunge(3, Guid128.ofMessageGuid(absent))),
          9,
          1,
          1);
    }
  }

  private static org.assertj.core.groups.Tuple tuple(long uid, String guid) {
    return org.assertj.core.groups.Tuple.tuple(uid, guid);
  }

  private static MaildirMailbox open(MaildirPaths paths) {
    MaildirSettings settings =
        new MaildirSettings(FsyncMode.OPTIMIZED, "host", false, VanishedMail.RESTORE, Log.NONE);
    return new MaildirMailbox(
        new MailboxFiles(paths, settings, "INBOX"), MailboxName.INBOX, () -> () -> {}, null);
  }

  private static void save(MaildirMailbox mailbox, long uid, String guid) throws IOException {
    Source staged =
        new Source.Staged(
            mailbox.stage(
                new ByteArrayInputStream(guid.getBytes(StandardCharsets.ISO_8859_1)), 1_000_000));
    Save save = new Save(uid, guid, staged, 0, List.of(), 0, "", 0);
    mailbox.commit(new MailboxChanges(List.of(), List.of(save), List.of(), List.of(), 0, 0, 0));
  }

  private static Save keep(long uid, long from, String guid, int flags) {
    return new Save(uid, guid, new Source.Renumbered(from), flags, List.of(), 0, "", 0);
  }

  private void set(long uid, int flags, String... keywords) throws IOException {
    user.refresh();
    user.commit(
        new MailboxChanges(
            List.of(),
            List.of(),
            List.of(new FlagUpdate(uid, flags, List.of(keywords), 0)),
            List.of(),
            0,
            0,
            0));
  }

  private void expunge(long uid, String guid) throws IOException {
    user.refresh();
    user.commit(
        new MailboxChanges(
            List.of(),
            List.of(),
            List.of(),
            List.of(new Expunge(uid, Guid128.ofMessageGuid(guid))),
            0,
            0,
            0));
  }

  private void commit(FlagUpdate update) throws IOException {
    sync.commit(new MailboxChanges(List.of(), List.of(), List.of(update), List.of(), 0, 0, 0));
  }

  private StoredMessage message(long uid) throws IOException {
    return user.refresh().messages().stream()
        .filter(message -> message.uid() == uid)
        .findFirst()
        .orElseThrow();
  }
}
