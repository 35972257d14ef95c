package dev.dovetail.brain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.dovetail.log.StderrLog;
import dev.dovetail.mail.Flags;
import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.InMemoryMailbox;
import dev.dovetail.storage.InMemoryStore;
import dev.dovetail.storage.InMemoryStore.Layout;
import dev.dovetail.storage.LockTimeoutException;
import dev.dovetail.storage.StoreLock;
import dev.dovetail.storage.StoredMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Whole syncs between two stores in memory, over the real wire. */
class BrainsTest {

  private final AtomicLong clock = new AtomicLong(1_700_000_000);
  private final InMemoryStore a =
      new InMemoryStore("memory:a", Layout.NESTED, clock::incrementAndGet, 1);
  private final InMemoryStore b =
      new InMemoryStore("memory:b", Layout.NESTED, clock::incrementAndGet, 2);
  private final TwoEnds ends = new TwoEnds(a, b);
  private InMemoryMailbox inbox;

  @BeforeEach
  void startInStep() throws IOException {
    inbox = a.create("INBOX");
    inbox.deliver("g1", "one");
    inbox.deliver("g2", "two");
    inbox.deliver("g3", "three");
    ends.sync();
    ends.sync();
  }

  private InMemoryMailbox replica() {
    return b.mailbox("INBOX");
  }

  private void assertEqual() {
    assertThat(b.describe()).isEqualTo(a.describe());
  }

  @Test
  void anInitialSyncCopiesEverything() {
    assertThat(replica().describe()).contains("g1").contains("g2").contains("g3");
    assertEqual();
  }

  @Test
  void aSecondSyncChangesNothing() throws IOException {
    int writes = a.writes() + b.writes();
    SyncOutcome outcome = ends.sync();
    assertThat(a.writes() + b.writes()).isEqualTo(writes);
    assertThat(outcome.counts().mailboxesSynced()).isZero();
    assertThat(outcome.desyncReason()).isEmpty();
  }

  @Test
  void whatWasCommittedBeforeAFailureStays() throws IOException {
    for (int i = 1; i <= 5; i++) {
      inbox.deliver("n" + i, "new " + i);
    }
    b.failAtWrite(5);
    assertThatThrownBy(() -> ends.syncInPiecesOf(2)).isInstanceOf(IOException.class);
    b.failAtWrite(0);
    assertThat(replica().refresh().messages()).hasSize(3 + 2);
    ends.sync();
    ends.sync();
    assertEqual();
  }

  /** Each end would take over the other's, and they would swap them for ever. */
  @Test
  void ofTwoUidsOfAMailOfWhichNoLogTellsTheLowerStays() throws IOException {
    inbox.expunge(1);
    inbox.deliver("g1", "one");
    inbox.deliver("g5", "five");
    inbox.loseLog();
    replica().setUidNext(5);
    replica().deliver("g5", "five");
    ends.sync();
    for (InMemoryMailbox end : List.of(inbox, replica())) {
      assertThat(end.refresh().messages())
          .extracting(StoredMessage::uid, StoredMessage::guid)
          .containsExactly(tuple(1L, "g1"), tuple(2L, "g2"), tuple(3L, "g3"), tuple(5L, "g5"));
    }
  }

  @Test
  void theInitiatorTurnsOnDebugLinesAtTheResponder() throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    TwoEnds heard = ends.withResponderLog(new StderrLog(said, false));
    heard.sync();
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    inbox.deliver("g4", "four");
    heard.syncWithDebug();
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("Debug: Serving a.test", "Debug: Mailbox INBOX: ");
  }

  @Test
  void aMailboxOfANamespaceThatIsNotServedStaysWhereItIs() throws IOException {
    a.create("Other/box").deliver("o1", "not ours");
    b.leaveToAnotherNamespace("Other");
    SyncOutcome outcome = ends.sync();
    assertThat(outcome.desyncReason()).isEmpty();
    assertThat(b.hasMailbox("Other/box")).isFalse();
    assertThat(a.mailbox("Other/box").refresh().messages()).hasSize(1);
    new TwoEnds(b, a).sync();
    assertThat(b.hasMailbox("Other/box")).isFalse();
    assertThat(a.mailbox("Other/box").refresh().messages()).hasSize(1);
  }

  /** Before the sync has passed on what was done first, the user has gone on. */
  @Test
  void whatTheUserDoesDuringTheSyncIsNotOlderThanWhatTheSyncBrings() throws IOException {
    a.create("Work");
    ends.syncFully();
    long time = clock.addAndGet(100);
    a.renameMailbox(MailboxName.of("Work"), MailboxName.of("Play"), time);
    a.setSubscribed(MailboxName.INBOX, true, time);
    clock.addAndGet(100);
    ends.syncFully();
    a.renameMailbox(MailboxName.of("Play"), MailboxName.of("Rest"), time + 50);
    a.setSubscribed(MailboxName.INBOX, false, time + 50);
    ends.syncFully();
    assertEqual();
    assertThat(b.hasMailbox("Rest")).isTrue();
    assertThat(b.subscriptions()).isEmpty();
  }

  @Test
  void flagsChangedOnBothSidesAreMerged() throws IOException {
    inbox.setFlags(1, Flags.ANSWERED, List.of("Work"));
    replica().setFlags(1, Flags.SEEN, List.of("Home"));
    ends.syncFully();
    assertEqual();
    assertThat(inbox.refresh().messages().get(0).flags()).isEqualTo(Flags.ANSWERED | Flags.SEEN);
    assertThat(inbox.refresh().messages().get(0).keywords()).containsExactly("Home", "Work");
  }

  @Test
  void expungesTravelBothWays() throws IOException {
    inbox.expunge(1);
    replica().expunge(3);
    ends.syncFully();
    assertEqual();
    assertThat(inbox.refresh().messages()).extracting("uid").containsExactly(2L);
  }

  @Test
  void newMailsWithTheSameUidsGetNewOnes() throws IOException {
    inbox.deliver("new-a", "a");
    replica().deliver("new-b", "b");
    replica().deliver("new-c", "c");
    ends.sync();
    ends.sync();
    assertEqual();
    assertThat(inbox.refresh().messages()).hasSize(6);
  }

  @Test
  void mailboxesWithEqualCountersButOtherContentsAreFound() throws IOException {
    inbox.deliver("mine", "a");
    replica().deliver("yours", "b");
    ends.sync();
    ends.sync();
    assertEqual();
    assertThat(inbox.describe()).contains("mine").contains("yours");
  }

  @Nested
  class States {
    @Test
    void showChangesThatWereMadeOnlyAtTheOtherEnd() throws IOException {
      String state = ends.syncFrom(ends.sync().state()).state();
      replica().addFlags(1, Flags.FLAGGED);
      ends.syncFrom(state);
      assertEqual();
    }

    @Test
    void leaveMailboxesAloneInWhichNothingHappened() throws IOException {
      String state = ends.syncFrom(ends.sync().state()).state();
      assertThat(ends.syncFrom(state).counts().mailboxesSynced()).isZero();
    }

    @Test
    void bringOnlyTheChangesAcross() throws IOException {
      String state = ends.syncFrom(ends.syncFrom("").state()).state();
      inbox.deliver("g4", "four");
      replica().expunge(1);
      replica().addFlags(2, Flags.FLAGGED);

      SyncOutcome outcome = ends.syncFrom(state);

      assertEqual();
      assertThat(outcome.counts().mailsExpunged()).isEqualTo(1);
    }

    @Test
    void ofMailboxesSkippedAsUnchangedAreReal() throws IOException {
      assertThat(SyncState.parse(ends.sync().state()).get(inbox.guid()).lastCommonUid())
          .isEqualTo(3);
    }

    @Test
    void thatNoLongerHoldLeadToAFullSyncOfTheMailboxInTheSameRun() throws IOException {
      String state = ends.sync().state();
      inbox.loseLog();
      inbox.addFlags(1, Flags.SEEN);
      replica().deliver("g4", "four");
      inbox.loseLog();
      SyncOutcome outcome = ends.syncFrom(state);
      assertEqual();
      assertThat(outcome.desyncReason()).isEmpty();
    }
  }

  @Nested
  class VanishedMails {
    @Test
    void comeBackUnderTheirUidWithTheirFlags() throws IOException {
      inbox.setFlags(2, Flags.FLAGGED, List.of("kw"));
      ends.sync();
      ends.sync();
      inbox.vanish(2);
      ends.sync();
      assertEqual();
      assertThat(replica().refresh().messages()).hasSize(3);
    }

    @Test
    void comeBackFromTheOtherSideToo() throws IOException {
      replica().vanish(3);
      ends.sync();
      assertEqual();
    }

    @Test
    void comeBackWhenDovecotHasNoticedThem() throws IOException {
      inbox.noticeVanished(2);
      ends.sync();
      ends.sync();
      assertEqual();
      assertThat(inbox.describe()).contains("g1").contains("g2").contains("g3");
    }

    @Test
    void comeBackInAStatefulSync() throws IOException {
      String state = ends.sync().state();
      inbox.vanish(1);
      ends.syncFrom(state);
      assertEqual();
    }

    @Test
    void comeBackInAOneWaySyncTowardsThem() throws IOException {
      replica().vanish(1);
      ends.sync(Direction.ADD_TO_REMOTE);
      assertEqual();
      inbox.vanish(2);
      ends.sync(Direction.ADD_FROM_REMOTE);
      assertEqual();
    }

    @Test
    void comeBackWithTheirWholeMailbox() throws IOException {
      b.vanish("INBOX");
      ends.sync();
      ends.sync();
      assertEqual();
    }
  }

  @Nested
  class Backups {
    @Test
    void makeTheDestinationEqual() throws IOException {
      inbox.deliver("g4", "four");
      inbox.setFlags(1, Flags.SEEN, List.of());
      replica().setFlags(1, Flags.DELETED, List.of("Foreign"));
      b.create("Extra");
      ends.sync(Direction.BACKUP);
      assertEqual();
    }

    @Test
    void inReverseMakeUsEqual() throws IOException {
      replica().deliver("g4", "four");
      a.create("Extra");
      ends.sync(Direction.REVERSE_BACKUP);
      assertEqual();
    }

    @Test
    void bringBackWhatWasExpungedAtTheDestinationUnderItsUid() throws IOException {
      replica().expunge(2);
      ends.sync(Direction.BACKUP);
      assertEqual();
    }

    @Test
    void settleADestinationThatIsAheadInOneRun() throws IOException {
      replica().deliver("foreign", "x");
      replica().deliver("foreign2", "x");
      inbox.deliver("g4", "four");
      ends.sync(Direction.BACKUP);
      assertEqual();
      ends.sync(Direction.BACKUP);
      assertEqual();
    }

    @Test
    void keepMailsThatTheirSourceHasLost() throws IOException {
      inbox.vanish(1);
      inbox.noticeVanished(2);
      ends.sync(Direction.BACKUP);
      assertThat(replica().describe()).contains("g1").contains("g2").contains("g3");
    }

    @Test
    void refuseToMakeTheDestinationEqualToNothing() {
      a.vanish("INBOX");
      String before = b.describe();
      assertThatThrownBy(() -> ends.sync(Direction.BACKUP))
          .hasMessageContaining("no mailbox at all");
      assertThat(b.describe()).isEqualTo(before);
      assertThatThrownBy(() -> new TwoEnds(b, a).sync(Direction.REVERSE_BACKUP));
      assertThat(b.describe()).isEqualTo(before);
    }

    @Test
    void neverChangeTheirSource() throws IOException {
      replica().deliver("foreign", "x");
      String before = a.describe();
      ends.sync(Direction.BACKUP);
      assertThat(a.describe()).isEqualTo(before);
    }
  }

  @Nested
  class OneWaySyncs {
    @Test
    void keepWhatTheDestinationHasBesides() throws IOException {
      b.create("Extra").deliver("x", "extra");
      inbox.deliver("g4", "four");
      ends.sync(Direction.ADD_TO_REMOTE);
      assertThat(b.hasMailbox("Extra")).isTrue();
      assertThat(a.hasMailbox("Extra")).isFalse();
      assertThat(replica().describe()).contains("g4");
    }

    @Test
    void giveTheDestinationTheSendersGuid() throws IOException {
      Guid128 smaller = Guid128.parse("0".repeat(31) + "1");
      a.create("Smaller", smaller).deliver("s", "sent");
      b.create("Smaller", Guid128.parse("f".repeat(32)));
      ends.sync(Direction.ADD_TO_REMOTE);
      assertThat(a.mailbox("Smaller").guid()).isEqualTo(smaller);
      assertThat(b.mailbox("Smaller").guid()).isEqualTo(smaller);
      assertThat(b.mailbox("Smaller").describe()).contains("sent");
    }
  }

  /** A special use may be another mailbox at either end, and then both list what one leaves out. */
  @Nested
  class ExcludedMailboxes {
    @BeforeEach
    void disagreeAboutTheTrash() throws IOException {
      a.create("Bin").deliver("mine", "a");
      b.create("Bin").deliver("yours", "b");
      a.setSpecialUse("\\Trash", "Bin");
      b.setSpecialUse("\\Trash", "Trash");
    }

    @Test
    void stayAsTheyAreAtTheInitiator() throws IOException {
      assertUntouchedBy(ends);
    }

    @Test
    void stayAsTheyAreAtTheResponder() throws IOException {
      assertUntouchedBy(new TwoEnds(b, a));
    }

    private void assertUntouchedBy(TwoEnds sync) throws IOException {
      String before = a.describe();
      SyncOutcome outcome = sync.syncAllBut("\\Trash");
      assertThat(a.describe()).isEqualTo(before);
      assertThat(outcome.desyncReason()).isEmpty();
    }
  }

  @Test
  void hugeListsCrossANarrowLinkInBothDirectionsAtOnce() throws IOException {
    for (int i = 0; i < 100_000; i++) {
      inbox.deliver("a" + i, "", 0, 1);
      replica().deliver("a" + i, "", 0, 1);
    }
    ends.withLinkOf(4096).syncFully();
    assertThat(replica().uidNext()).isEqualTo(inbox.uidNext()).isEqualTo(100_004);
  }

  @Test
  void mailsOfManyMailboxesCrossANarrowLinkInBothDirectionsAtOnce() throws IOException {
    String text = "x".repeat(20_000);
    for (int i = 0; i < 20; i++) {
      a.create("Box " + i).deliver("a" + i, text);
    }
    ends.sync();
    for (int i = 0; i < 20; i++) {
      a.mailbox("Box " + i).deliver("from-a" + i, text);
      b.mailbox("Box " + i).deliver("from-b" + i, text);
    }
    SyncOutcome outcome = ends.withLinkOf(4096).sync();
    assertEqual();
    assertThat(outcome.counts().mailboxesSynced()).isEqualTo(20);
    assertThat(a.mailbox("Box 19").refresh().messages()).hasSize(3);
  }

  @Test
  void noMailboxIsKeptLockedWhileAnotherSyncIsWaitedFor() throws IOException {
    a.create("Box 1");
    a.create("Box 2");
    ends.sync();
    a.mailbox("Box 1").deliver("n1", "new");
    a.mailbox("Box 2").deliver("n2", "new");
    try (StoreLock other = a.mailbox("Box 2").lock(0)) {
      assertThatThrownBy(ends::sync).isInstanceOf(LockTimeoutException.class);
    }
    assertThat(b.mailbox("Box 1").describe()).contains("n1");
    assertThat(b.mailbox("Box 2").describe()).doesNotContain("n2");
    ends.sync();
    assertEqual();
  }

  @Test
  void aCompressedSyncBringsTheSame() throws IOException {
    inbox.deliver("g4", "four\n".repeat(10_000));
    replica().deliver("g5", "five\n".repeat(10_000));
    ends.withLinkOf(4096).sync(new Whereabouts(null, true, true));
    assertEqual();
    assertThat(inbox.refresh().messages()).hasSize(5);
  }

  /** Who keeps a mailbox in step with itself by mistake hears of it before anything is done. */
  @Test
  void oneStoreAtBothEndsIsRefused() throws IOException {
    Guid128 place = Guid128.parse("1".repeat(32));
    inbox.deliver("g4", "four");
    ends.withResponder("b.test", place);
    assertThatThrownBy(() -> ends.sync(new Whereabouts(place, false, false)))
        .hasMessageContaining("Both ends of the sync are the same mail, memory:a on this host");
    assertThat(replica().describe()).doesNotContain("g4");
    ends.sync(new Whereabouts(Guid128.parse("2".repeat(32)), false, false));
    assertEqual();
  }

  @Test
  void twoHostsOfOneNameAreNoticedWhereTheNamesDecideWhoLocks() throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ends.withInitiatorLog(new StderrLog(said, false)).withResponder("a.test", null);
    Whereabouts otherHost = new Whereabouts(null, true, false);
    ends.sync(otherHost);
    ends.withLockTimeout(5).sync(new Whereabouts(null, false, false));
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    ends.sync(otherHost);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("Warning: Both hosts call themselves a.test")
        .hasLineCount(1);
  }
}
