package dev.dovetail.storage.maildir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.log.StderrLog;
import dev.dovetail.mail.Flags;
import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.storage.index.IndexTransaction;
import dev.dovetail.storage.index.LockedIndex;
import dev.dovetail.storage.index.MailIndex;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mailbox whose transaction log cannot be understood. */
class CorruptIndexTest {
  private static final Guid128 GUID = Guid128.parse("c500080480a3046b1d32000083ecc375");
  private static final int EXPUNGE_GUID = 0xed90;

  @TempDir Path directory;
  private MaildirPaths paths;
  private MailboxView before;

  @BeforeEach
  void makeMailbox() throws IOException {
    paths = new MaildirPaths(directory, directory, directory);
    for (Path path : List.of(paths.cur(), paths.newMails(), paths.tmp())) {
      Files.createDirectory(path);
    }
    UidList.create(directory, 1234567, 1, GUID);
    for (String name : List.of("1.M1.h:2,S", "2.M2.h:2,", "3.M3.h:2,F")) {
      Files.writeString(paths.cur().resolve(name), "x\n");
    }
    open(Log.NONE).refresh();
    try (LockedIndex index = new MailIndex(directory).lock(10)) {
      index.append(new IndexTransaction().external().highestModseq(77));
    }
    before = open(Log.NONE).refresh();
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "empty", "marked", "header", "expunge"})
  void isBuiltAnewWithTheSameMailsAndAHigherModseq(String damage) throws IOException {
    byte[] log = Files.readAllBytes(log());
    Files.write(
        log(),
        switch (damage) {
          case "garbage" -> concatenated(log, "01234567890123456789");
          case "empty" -> new byte[0];
          case "marked" -> with(log, 4, 0, 0, 0, 0);
          case "header" -> with(log, 2, 7);
          default -> unprotectedExpunge(log);
        });
    ByteArrayOutputStream said = new ByteArrayOutputStream();

    MailboxView after = open(new StderrLog(said, false)).refresh();

    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("Mailbox INBOX: Index file " + log() + " is corrupted (")
        .contains("the index is built anew")
        .hasLineCount(1);
    assertThat(after.guid()).isEqualTo(GUID);
    assertThat(after.uidValidity()).isEqualTo(before.uidValidity());
    assertThat(after.uidNext()).isEqualTo(before.uidNext());
    assertThat(after.messages())
        .extracting(StoredMessage::uid, StoredMessage::flags)
        .containsExactly(tuple(1L, Flags.SEEN), tuple(2L, 0), tuple(3L, Flags.FLAGGED));
    if (!damage.equals("empty")) {
      assertThat(after.highestModseq()).isGreaterThan(before.highestModseq());
    }
  }

  @Test
  void tellsNobodyThatItsHistoryIsComplete() throws IOException {
    Files.write(log(), concatenated(Files.readAllBytes(log()), "01234567890123456789"));
    MaildirMailbox mailbox = open(Log.NONE);
    mailbox.refresh();
    assertThat(mailbox.changesSince(before.highestModseq()).complete()).isFalse();
  }

  @Test
  void aTornTailIsCutWhenTheMailboxIsLookedAt() throws IOException {
    long later = System.currentTimeMillis() - 60_000;
    for (Path path : List.of(paths.cur(), paths.newMails())) {
      Files.setLastModifiedTime(path, FileTime.fromMillis(later));
    }
    open(Log.NONE).refresh();
    byte[] log = Files.readAllBytes(log());
    Files.write(log(), Arrays.copyOf(log, log.length + 3));
    assertThat(open(Log.NONE).refresh()).isEqualTo(before);
    assertThat(Files.readAllBytes(log())).isEqualTo(log);
  }

  @Test
  void isLeftAloneIfItIsOfAnotherMajorVersion() throws IOException {
    byte[] log = with(Files.readAllBytes(log()), 0, 2);
    Files.write(log(), log);

    assertThatThrownBy(() -> open(Log.NONE).refresh())
        .isInstanceOf(SyncException.class)
        .hasMessageContaining(log() + " has the major version 2")
        .matches(failure -> ((SyncException) failure).grade() == Grade.NOT_POSSIBLE);
    assertThat(Files.readAllBytes(log())).isEqualTo(log);
  }

  @Test
  void aDamagedPreviousLogIsNoHistory() throws IOException {
    Files.write(log(), with(Files.readAllBytes(log()), 12, 1));
    Files.copy(log(), directory.resolve("dovecot.index.log.2"));
    Files.write(directory.resolve("dovecot.index.log.2"), new byte[10]);

    MaildirMailbox mailbox = open(Log.NONE);
    assertThat(mailbox.refresh().messages()).hasSize(3);
    assertThat(mailbox.changesSince(1).complete()).isFalse();
  }

  private MaildirMailbox open(Log log) {
    return new MaildirMailbox(
        new MailboxFiles(
            paths,
            new MaildirSettings(FsyncMode.NEVER, "host", false, VanishedMail.RESTORE, log),
            "INBOX"),
        MailboxName.INBOX,
        () -> () -> {},
        null);
  }

  private Path log() {
    return directory.resolve("dovecot.index.log");
  }

  private static byte[] with(byte[] bytes, int offset, int... values) {
    byte[] changed = bytes.clone();
    for (int i = 0; i < values.length; i++) {
      changed[offset + i] = (byte) values[i];
    }
    return changed;
  }

  private static byte[] concatenated(byte[] bytes, String text) {
    byte[] result = Arrays.copyOf(bytes, bytes.length + text.length());
    System.arraycopy(
        text.getBytes(StandardCharsets.US_ASCII), 0, result, bytes.length, text.length());
    return result;
  }

  /** An expunge of UID 1 without the bits that say that it is really meant. */
  private static byte[] unprotectedExpunge(byte[] log) {
    byte[] result = Arrays.copyOf(log, log.length + 28);
    int type = EXPUNGE_GUID & 0x2000 | 0x10000000;
    int[] record = {0x80, 0x80, 0x80, 0x87, type, type >> 8, type >> 16, type >> 24, 1};
    for (int i = 0; i < record.length; i++) {
      result[log.length + i] = (byte) record[i];
    }
    return result;
  }
}
