package dev.dovetail.storage.maildir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.log.Log;
import dev.dovetail.mail.Flags;
import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.MailboxChanges;
import dev.dovetail.storage.MailboxChanges.FlagUpdate;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.storage.index.IndexTransaction;
import dev.dovetail.storage.index.LockedIndex;
import dev.dovetail.storage.index.MailIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RememberedMailboxTest {
  @TempDir Path directory;
  private MaildirPaths paths;
  private RecentMailboxes recent;

  @BeforeEach
  void makeMailboxOfTwoMails() throws IOException {
    paths = new MaildirPaths(directory, directory, directory);
    Files.createDirectory(paths.cur());
    Files.createDirectory(paths.newMails());
    Files.createDirectory(paths.tmp());
    UidList.create(directory, 1234567, 1, new Guid128(1, 2));
    drop("1.M1.h:2,");
    drop("2.M2.h:2,");
    FileTime longAgo = FileTime.from(Instant.now().minusSeconds(10).plusNanos(1234));
    Files.setLastModifiedTime(paths.cur(), longAgo);
    Files.setLastModifiedTime(paths.newMails(), longAgo);
    recent = recent();
  }

  @Test
  void isNotReadAgainWhileNothingChanges() throws IOException {
    MailboxView first = open(recent).refresh();
    assertThat(open(recent).refresh()).isSameAs(first);
  }

  private enum Change {
    A_MAIL_ARRIVES {
      @Override
      void make(RememberedMailboxTest test) throws IOException {
        test.drop("3.M3.h:2,");
      }
    },
    A_FILE_GETS_A_FLAG {
      @Override
      void make(RememberedMailboxTest test) throws IOException {
        Path cur = test.paths.cur();
        Files.move(cur.resolve("1.M1.h:2,"), cur.resolve("1.M1.h:2,S"));
      }
    },
    A_FILE_VANISHES {
      @Override
      void make(RememberedMailboxTest test) throws IOException {
        Files.delete(test.paths.cur().resolve("1.M1.h:2,"));
      }
    },
    SOMEBODY_COMMITS {
      @Override
      void make(RememberedMailboxTest test) throws IOException {
        test.open(recent()).commit(flag(1));
      }
    },
    THE_INDEX_ALONE_CHANGES {
      @Override
      void make(RememberedMailboxTest test) throws IOException {
        try (LockedIndex index = new MailIndex(test.directory).lock(10)) {
          index.append(new IndexTransaction().external().highestModseq(77));
        }
      }
    },
    THE_MAILBOX_GETS_ANOTHER_GUID {
      @Override
      void make(RememberedMailboxTest test) throws IOException {
        test.open(recent()).setGuid(new Guid128(3, 4));
      }
    },
    THE_INDEX_IS_LOST {
      @Override
      void make(RememberedMailboxTest test) throws IOException {
        Files.delete(test.directory.resolve("dovecot.index.log"));
        test.drop("3.M3.h:2,");
      }
    };

    abstract void make(RememberedMailboxTest test) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void isReadAgainWhen(Change change) throws IOException {
    MailboxView first = open(recent).refresh();
    change.make(this);
    assertThat(open(recent).refresh()).isNotEqualTo(first).isEqualTo(open(recent()).refresh());
  }

  @Test
  void aMailOfTheSameTickOfTheFileSystemsClockIsSeen() throws IOException {
    drop("3.M3.h:2,");
    // Later than any look, as a slow machine may take more than a tick for one.
    FileTime tick = FileTime.from(Instant.now().plusSeconds(60).plusNanos(1234));
    Files.setLastModifiedTime(paths.cur(), tick);
    assertThat(open(recent).refresh().messages()).hasSize(3);
    drop("4.M4.h:2,");
    Files.setLastModifiedTime(paths.cur(), tick);
    assertThat(open(recent).refresh().messages()).hasSize(4);
  }

  @Test
  void aMailOfTheSameSecondIsSeenWhereTimesAreWholeSeconds() throws IOException {
    FileTime second = FileTime.from(Instant.ofEpochSecond(Instant.now().getEpochSecond()));
    Files.setLastModifiedTime(paths.cur(), second);
    assertThat(open(recent).refresh().messages()).hasSize(2);
    drop("3.M3.h:2,");
    Files.setLastModifiedTime(paths.cur(), second);
    assertThat(open(recent).refresh().messages()).hasSize(3);
  }

  @Test
  void aCommitDoesNotChangeWhatWasReadBefore() throws IOException {
    MaildirMailbox mailbox = open(recent);
    MailboxView first = mailbox.refresh();
    mailbox.commit(flag(1));
    assertThat(first.messages().get(0).flags()).isZero();
    assertThat(mailbox.refresh().messages().get(0).flags()).isEqualTo(Flags.SEEN);
  }

  @Test
  void anotherMailboxInTheSamePlaceIsNotTakenForIt() throws IOException {
    assertThat(recent.of(paths, "A")).isSameAs(recent.of(paths, "A"));
    assertThat(recent.of(paths, "A")).isNotSameAs(recent.of(paths, "B"));
  }

  @Test
  void manyMailboxesAreForgottenInTheOrderOfTheirUse() {
    MailboxFiles first = recent.of(paths, "INBOX");
    MailboxFiles second = recent.of(in("second"), "second");
    IntStream.range(0, 498).forEach(i -> recent.of(in("box" + i), "box" + i));
    assertThat(recent.of(paths, "INBOX")).isSameAs(first);
    recent.of(in("one more"), "one more");
    assertThat(recent.of(paths, "INBOX")).isSameAs(first);
    assertThat(recent.of(in("second"), "second")).isNotSameAs(second);
  }

  private MaildirPaths in(String name) {
    Path elsewhere = directory.resolve(name);
    return new MaildirPaths(elsewhere, elsewhere, elsewhere);
  }

  private static MailboxChanges flag(long uid) {
    return new MailboxChanges(
        List.of(),
        List.of(),
        List.of(new FlagUpdate(uid, Flags.SEEN, List.of(), 0)),
        List.of(),
        0,
        0,
        0);
  }

  private static RecentMailboxes recent() {
    return new RecentMailboxes(
        new MaildirSettings(FsyncMode.NEVER, "host", false, VanishedMail.RESTORE, Log.NONE));
  }

  private MaildirMailbox open(RecentMailboxes mailboxes) {
    return new MaildirMailbox(
        mailboxes.of(paths, "INBOX"), MailboxName.INBOX, () -> () -> {}, null);
  }

  private void drop(String name) throws IOException {
    Files.writeString(paths.cur().resolve(name), "x\n");
  }
}
