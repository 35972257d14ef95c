package dev.dovetail.history;

import dev.dovetail.storage.InMemoryStore;
import dev.dovetail.storage.InMemoryStore.Layout;
import dev.dovetail.storage.TestClock;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * Two replicas, changed at random at the same time, synced in random directions and ways and
 * interrupted at random, end equal within three runs; every mail that nobody expunged is there, and
 * a further run changes nothing.
 *
 * <p>{@code -Ddovetail.histories=10000} runs more seeds, {@code -Ddovetail.histories.from=N} begins
 * at another.
 */
class HistoriesTest {
  private static final int STEPS = 40;

  private final Histories histories = new Histories(HistoriesTest::stage, STEPS, false);

  private static Play stage(long seed) throws IOException {
    TestClock clock = new TestClock(1_700_000_000);
    Layout layout = seed % 2 == 0 ? Layout.NESTED : Layout.FLAT;
    InMemoryStore a = new InMemoryStore("memory:a", layout, clock, 2 * seed);
    InMemoryStore b = new InMemoryStore("memory:b", layout, clock, 2 * seed + 1);
    a.create("INBOX");
    return new Play(new MemoryReplica(a, clock), new MemoryReplica(b, clock), new OurLine());
  }

  @Test
  void converge() throws IOException {
    histories.playSeeds("dovetail.histories", 250);
  }

  // Stories that went wrong once.

  @Test
  void aStateOfAOneWaySyncDoesNotClaimWhatTheSenderDoesNotHave() throws IOException {
    histories.tell(
        "a deliver INBOX m1",
        "b create INBOX",
        "b deliver INBOX m3",
        "b sync state add",
        "b sync state");
  }

  @Test
  void aMailThatWasRenumberedWhereItWasLostKeepsTheOtherEndsFlags() throws IOException {
    histories.tell(
        "a sync",
        "a deliver INBOX m7",
        "b deliver INBOX m8",
        "b sync add from",
        "b vanish INBOX m7",
        "a flag INBOX m7 \\Flagged");
  }

  @Test
  void flagsAreMergedWhenAMailGetsTheOtherEndsUid() throws IOException {
    histories.tell(
        "b sync",
        "a deliver INBOX m7",
        "b deliver INBOX m10",
        "a sync add from",
        "b deliver INBOX m11",
        "b flag INBOX m10 \\Seen",
        "a sync");
  }

  @Test
  void flagsAreMergedWhereTheMailKeepsItsUidToo() throws IOException {
    histories.tell(
        "b create INBOX",
        "b deliver INBOX m2",
        "a deliver INBOX m8",
        "a sync add",
        "a flag INBOX m8 k2",
        "a deliver INBOX m9",
        "b sync",
        "b flag INBOX m8 \\Flagged");
  }

  @Test
  void theTraceOfAMailThatNobodyHasTakesNoUid() throws IOException {
    histories.tell(
        "a deliver INBOX m1",
        "b create INBOX",
        "b deliver INBOX m4",
        "b sync die=a:3+",
        "a vanish INBOX m1",
        "b expunge INBOX m1",
        "a sync",
        "b deliver INBOX m6",
        "a deliver INBOX m7");
  }

  @Test
  void flagsOfAVanishedMailAreKeptWhenItComesBackUnderAnotherUid() throws IOException {
    histories.tell(
        "a deliver INBOX m2",
        "b create INBOX",
        "b deliver INBOX m4",
        "b sync add from",
        "a flag INBOX m2 \\Seen",
        "a vanish INBOX m2");
  }

  @Test
  void anExpungeCountsBehindAMailThatWasLostWithoutATrace() throws IOException {
    histories.tell(
        "a deliver INBOX m1",
        "a sync",
        "b copy INBOX m1 INBOX m2",
        "b deliver INBOX m3",
        "b sync",
        "b notice INBOX m2",
        "b lose index INBOX",
        "b expunge INBOX m3");
  }

  @Test
  void bothFindTheSameLastCommonExpunge() throws IOException {
    histories.tell(
        "a deliver INBOX m1",
        "a deliver INBOX m2",
        "a deliver INBOX m3",
        "b sync state",
        "b notice INBOX m2",
        "a expunge INBOX m3",
        "b lose index INBOX",
        "b expunge INBOX m3",
        "a deliver INBOX m4",
        "b sync",
        "b sync state");
  }

  @Test
  void twoMailsOfOneUidThatAreGoneAtBothEndsHideNothing() throws IOException {
    histories.tell(
        "b sync",
        "b deliver INBOX m1",
        "a deliver INBOX m3",
        "a sync add",
        "a vanish INBOX m3",
        "a deliver INBOX m7",
        "b expunge INBOX m3",
        "a sync",
        "b flag INBOX m7 \\Seen");
  }

  @Test
  void flagsStayWhenTheLogThatTellsOfThemIsNewerThanTheState() throws IOException {
    histories.tell(
        "a deliver INBOX m1",
        "a sync",
        "b copy INBOX m1 INBOX m4",
        "b sync state backup",
        "a lose index INBOX",
        "a deliver INBOX m6",
        "b flag INBOX m1 k1",
        "a flag INBOX m1 \\Flagged",
        "b sync state");
  }

  @Test
  void aNameThatOnlyASubscriptionRemembersWasNotRenamedLast() throws IOException {
    histories.tell(
        "a create B",
        "b subscribe A/x/y",
        "a sync",
        "a rename B A/x",
        "b create C",
        "wait",
        "b rename C A/x",
        "b delete A/x");
  }
}
