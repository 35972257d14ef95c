package dev.dovetail.storage.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.failure.SyncException;
import dev.dovetail.mail.Flags;
import dev.dovetail.mail.Guid128;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailIndexTest {
  private static final Guid128 GUID = Guid128.parse("00112233445566778899aabbccddeeff");

  @TempDir Path directory;

  @Test
  void createsAnEmptyLogOnce() throws IOException {
    MailIndex index = new MailIndex(directory);
    assertThat(index.exists()).isFalse();
    assertThatThrownBy(index::read).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> index.lock(1)).isInstanceOf(NoSuchFileException.class);

    assertThat(index.create(new IndexTransaction())).isTrue();

    assertThat(index.create(new IndexTransaction().nextUid(9))).isFalse();
    IndexState state = index.read();
    assertThat(state.nextUid()).isEqualTo(1);
    assertThat(state.highestModseq()).isEqualTo(1);
    assertThat(state.logSequence()).isEqualTo(2);
    assertThat(state.messages()).isEmpty();
    assertThat(Files.list(directory)).containsExactly(index.log());
  }

  @Test
  void waitsForADovecotThatMakesALog() throws Exception {
    MailIndex index = new MailIndex(directory);
    Path newLog = Files.writeString(directory.resolve("dovecot.index.log.newlock"), "");
    Thread dovecot =
        new Thread(
            () -> {
              try {
                Thread.sleep(50);
                Files.write(newLog, LogHeader.initial(7));
                Files.move(newLog, index.log(), StandardCopyOption.ATOMIC_MOVE);
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    dovecot.start();
    assertThat(index.create(new IndexTransaction())).isFalse();
    dovecot.join();
    assertThat(index.read().indexId()).isEqualTo(7);
  }

  @Test
  void isNotHeldUpByADovecotThatDiedLongAgo() throws IOException {
    MailIndex index = new MailIndex(directory);
    Path newLog = Files.writeString(directory.resolve("dovecot.index.log.newlock"), "");
    Files.setLastModifiedTime(newLog, FileTime.fromMillis(System.currentTimeMillis() - 121_000));
    assertThat(index.create(new IndexTransaction())).isTrue();
    assertThat(Files.list(directory)).containsExactly(index.log());
  }

  @Test
  void readsBackWhatItAppends() throws IOException {
    MailIndex index = Fixtures.create(directory, 4);
    try (LockedIndex locked = index.lock(10)) {
      locked.append(
          new IndexTransaction()
              .bySync(true)
              .flags(UidRanges.of(2, 3), Flags.SEEN, 0)
              .keyword(true, "b", UidRanges.of(2, 3))
              .keyword(true, "a", UidRanges.of(3))
              .modseq(2, 60)
              .expunge(4, GUID));
      locked.append(new IndexTransaction().external().expunge(1, GUID));
      locked.sync();

      assertThat(List.copyOf(locked.state().messages()))
          .containsExactly(
              new IndexedMessage(2, Flags.SEEN, List.of("b"), 60),
              new IndexedMessage(3, Flags.SEEN, List.of("a", "b"), 5),
              new IndexedMessage(4, 0, List.of(), 2));
      assertThat(locked.state().highestModseq()).isEqualTo(61);
    }
    IndexState state = index.read();
    assertThat(state.uidValidity()).isEqualTo(7);
    assertThat(state.find(1)).isEmpty();
    assertThat(state.find(3).orElseThrow().keywords()).containsExactly("a", "b");
    assertThat(state.messages()).hasSize(3);
    assertThat(state.highestModseq()).isEqualTo(61);
    assertThat(state.pendingExpunges()).containsExactly(Map.entry(4L, GUID));
    assertThat(state.headOffset()).isEqualTo(Files.size(index.log()));
  }

  @Test
  void seesWhatOthersAppendAndKeepsWhatWasReadAsItWas() throws IOException {
    MailIndex index = Fixtures.create(directory, 4);
    IndexState before = index.read();
    assertThat(index.read()).isSameAs(before);

    Fixtures.append(
        new MailIndex(directory), new IndexTransaction().external().flags(UidRanges.of(1), 8, 0));
    Fixtures.append(index, new IndexTransaction().external().expunge(2, GUID));

    assertThat(before.messages()).hasSize(4);
    assertThat(before.find(1).orElseThrow().flags()).isZero();
    assertThat(index.read().messages()).hasSize(3);
    assertThat(index.read().find(1).orElseThrow().flags()).isEqualTo(8);
  }

  @Test
  void noticesThatItsLogWasMarkedAsCorruptedInPlace() throws IOException {
    MailIndex index = Fixtures.create(directory, 4);
    index.read();
    byte[] bytes = Files.readAllBytes(index.log());
    Arrays.fill(bytes, 4, 8, (byte) 0);
    Files.write(index.log(), bytes);
    assertThatThrownBy(index::read).isInstanceOf(CorruptIndexException.class);
  }

  @Test
  void forgetsRequestsThatWereHandled() throws IOException {
    MailIndex index = Fixtures.create(directory, 4);
    Fixtures.append(index, new IndexTransaction().expunge(4, GUID));
    Fixtures.append(index, new IndexTransaction().external().expunge(4, Guid128.EMPTY).tailToEnd());
    Fixtures.append(index, new IndexTransaction().expunge(3, GUID));
    assertThat(index.read().pendingExpunges()).containsOnlyKeys(3L);

    Fixtures.append(index, new IndexTransaction().external().nextUid(10).tailToEnd());

    assertThat(index.read().pendingExpunges()).isEmpty();
    assertThat(index.read().tailOffset()).isEqualTo(Files.size(index.log()));
  }

  @Test
  void ignoresATornTailWhenReadingAndCutsItWhenLocking() throws IOException {
    MailIndex index = Fixtures.create(directory, 4);
    byte[] good = Files.readAllBytes(index.log());
    byte[] more =
        new IndexTransaction()
            .append(5, 0)
            .keyword(true, "k", UidRanges.of(5))
            .encode(good.length, index.read());
    for (int torn = 1; torn < more.length; torn++) {
      Files.write(index.log(), good);
      Files.write(index.log(), Arrays.copyOf(more, torn), StandardOpenOption.APPEND);
      assertThat(index.read().messages()).hasSize(4);

      try (LockedIndex locked = index.lock(10)) {
        assertThat(locked.state().messages()).hasSize(4);
      }
      assertThat(Files.readAllBytes(index.log())).isEqualTo(good);
    }
  }

  @Test
  void doesNotCutGarbageThatMayHideGoodRecords() throws IOException {
    MailIndex index = Fixtures.create(directory, 4);
    Files.writeString(index.log(), "not a record at all", StandardOpenOption.APPEND);
    byte[] before = Files.readAllBytes(index.log());

    assertThat(index.read().messages()).hasSize(4);
    assertThatThrownBy(() -> index.lock(10))
        .isInstanceOf(SyncException.class)
        .hasMessageContaining("garbage");
    assertThat(Files.readAllBytes(index.log())).isEqualTo(before);
  }

  @Test
  void continuesASnapshotThroughARotation() throws IOException {
    MailIndex index = Fixtures.copy("sdbox-rotated", directory.resolve("copy"));
    long seen = index.read().highestModseq();
    Fixtures.append(index, new IndexTransaction().flags(UidRanges.of(1), Flags.DRAFT, 0));
    rotate(index);
    Fixtures.append(index, new IndexTransaction().keyword(true, "ROT", UidRanges.of(1)));
    Fixtures.append(index, new IndexTransaction().keyword(true, "new", UidRanges.of(1)));

    IndexState state = index.read();

    assertThat(state.find(1))
        .contains(
            new IndexedMessage(
                1, Flags.SEEN | Flags.FLAGGED | Flags.DRAFT, List.of("new", "rot"), 8));
    assertThat(state.highestModseq()).isEqualTo(8);
    assertThat(LogScan.changesSince(index, seen).complete()).isTrue();
    assertThat(LogScan.changesSince(index, seen).flagChanges().get(1L).addedFlags())
        .isEqualTo(Flags.DRAFT);
  }

  /** As Dovecot does it, but leaves the snapshot. */
  private static void rotate(MailIndex index) throws IOException {
    IndexState state = index.read();
    byte[] header = LogHeader.initial((int) state.indexId());
    Bytes.putI32(header, 8, (int) state.logSequence() + 1);
    Bytes.putI32(header, 12, (int) state.logSequence());
    Bytes.putI32(header, 16, (int) state.headOffset());
    Bytes.putI32(header, 24, (int) state.highestModseq());
    Files.deleteIfExists(index.oldLog());
    Files.createLink(index.oldLog(), index.log());
    Path newLog = index.directory().resolve("newlock");
    Files.write(newLog, header);
    Files.move(newLog, index.log(), StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void refusesAnIndexThatDovecotMarkedAsCorrupted() throws IOException {
    MailIndex index = Fixtures.create(directory, 1);
    byte[] bytes = Files.readAllBytes(index.log());
    Bytes.putI32(bytes, 4, 0);
    Files.write(index.log(), bytes);

    assertThatThrownBy(index::read)
        .isInstanceOf(SyncException.class)
        .hasMessageContaining(index.log().toString())
        .hasMessageContaining("force-resync");
  }

  @Test
  void knowsADeletedMailbox() throws IOException {
    MailIndex index = Fixtures.create(directory, 1);
    Fixtures.append(index, new IndexTransaction().external().indexDeleted());
    assertThat(index.read().isDeleted()).isTrue();
    Fixtures.append(index, new IndexTransaction().external().indexUndeleted());
    assertThat(index.read().isDeleted()).isFalse();
  }

  @Test
  void keepsExtensionsAcrossExpunges() throws IOException {
    MailIndex index = Fixtures.create(directory, 4);
    IndexTransaction transaction = new IndexTransaction().external();
    transaction.extension("x", 0, 8, 3, 1).extensionHeader(2, new byte[] {9, 8});
    for (int uid = 1; uid <= 4; uid++) {
      transaction.extensionRecord(uid, new byte[] {1, 2, (byte) uid});
    }
    Fixtures.append(index, transaction);
    Fixtures.append(index, new IndexTransaction().external().expunge(2, GUID));
    Fixtures.append(index, new IndexTransaction().external().append(5, 0));

    IndexState state = index.read();

    assertThat(state.extensionHeader("x")).containsExactly(0, 0, 9, 8, 0, 0, 0, 0);
    assertThat(state.extensionRecord(3, "x")).containsExactly(1, 2, 3);
    assertThat(state.extensionRecord(4, "x")).containsExactly(1, 2, 4);
    assertThat(state.extensionRecord(5, "x")).containsExactly(0, 0, 0);
  }

  @Test
  void widensRecordsWithMessagesThatCameLater() throws IOException {
    MailIndex index = Fixtures.create(directory, 1);
    Fixtures.append(
        index,
        new IndexTransaction().extension("x", 0, 0, 1, 1).extensionRecord(1, new byte[] {7}));
    Fixtures.append(index, new IndexTransaction().external().append(2, 0).append(3, 0));
    Fixtures.append(
        index,
        new IndexTransaction().extension("x", 0, 0, 2, 1).extensionRecord(3, new byte[] {8, 9}));

    IndexState state = index.read();
    assertThat(state.extensionRecord(1, "x")).containsExactly(7, 0);
    assertThat(state.extensionRecord(2, "x")).containsExactly(0, 0);
    assertThat(state.extensionRecord(3, "x")).containsExactly(8, 9);
  }

  @Test
  void countsReferences() throws IOException {
    MailIndex index = Fixtures.create(directory, 1);
    Fixtures.append(
        index, new IndexTransaction().extension("ref", 0, 0, 2, 2).extensionIncrement(1, 300));
    Fixtures.append(
        index, new IndexTransaction().extension("ref", 0, 0, 2, 2).extensionIncrement(1, -1));

    assertThat(index.read().extensionRecord(1, "ref")).containsExactly(43, 1);

    Fixtures.append(
        index, new IndexTransaction().extension("ref", 0, 0, 2, 2).extensionReset(5, false));
    Fixtures.append(
        index, new IndexTransaction().extension("ref", 0, 0, 2, 2).extensionIncrement(1, 1));
    assertThat(index.read().extensionRecord(1, "ref"))
        .as("an update for an earlier generation has no effect")
        .containsExactly(0, 0);
    assertThat(index.read().extensionResetId("ref")).isEqualTo(5);
  }
}
