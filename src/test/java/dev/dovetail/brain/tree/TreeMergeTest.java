package dev.dovetail.brain.tree;

import static dev.dovetail.brain.tree.Side.guid;
import static dev.dovetail.brain.tree.Side.side;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.failure.SyncException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each rule of dsync-protocol 5.3 to 5.8, from both ends. */
class TreeMergeTest {
  private static final TreeDirection SENDER = TreeDirection.PRESERVE_LOCAL;
  private static final TreeDirection RECEIVER = TreeDirection.PRESERVE_REMOTE;

  @Test
  void equalTreesNeedNothing() throws SyncException {
    Side a = side().box("INBOX", 1).dir("P").box("P/x", 2).subscribed("P/x", 5);
    assertThat(a.changes(a)).isEmpty();
    assertThat(a.changes(a, SENDER)).isEmpty();
    assertThat(a.changes(a, RECEIVER)).isEmpty();
  }

  @Test
  void walksTheMergedTreeDepthFirstInByteOrder() throws SyncException {
    Side a = side().box("b", 1).box("a/z", 2).box("a", 3);
    Side b = side().box("B", 4).box("a/\uE000", 5).box("a/\uD83D\uDE00", 6);
    List<String> names = new ArrayList<>();
    for (MailboxNode node : a.merge(b, TreeDirection.TWO_WAY).tree().mailboxes()) {
      names.add(node.fullName().toString());
    }
    assertThat(names).containsExactly("B", "a", "a/z", "a/\uE000", "a/\uD83D\uDE00", "b");
  }

  @Nested
  class Creating {
    @Test
    void createsWhatOnlyTheRemoteHas() throws SyncException {
      Side a = side().box("INBOX", 1);
      Side b = side().box("INBOX", 1).box("New/Sub", 2);
      assertThat(a.changes(b)).containsExactly("create New/Sub 2");
      assertThat(b.changes(a)).isEmpty();
    }

    @Test
    void createsInboxIfOnlyTheRemoteHasIt() throws SyncException {
      assertThat(side().changes(side().box("INBOX", 1))).containsExactly("create INBOX 1");
    }

    @Test
    void createsDirectoriesParentsFirst() throws SyncException {
      Side b = side().dir("P").dir("P/d");
      assertThat(side().changes(b)).containsExactly("mkdir P", "mkdir P/d");
    }

    @Test
    void makesADirectoryAMailboxIfItIsOneAtTheOtherEnd() throws SyncException {
      Side a = side().dir("P");
      Side b = side().box("P", 1);
      assertThat(a.changes(b)).containsExactly("create P 1");
      assertThat(b.changes(a)).isEmpty();
    }

    @Test
    void placeholdersAreNotCreated() throws SyncException {
      Side b = side().box("Archive/Old", 1).subscribed("Gone", 5);
      assertThat(side().changes(b)).containsExactly("create Archive/Old 1", "subscribe Gone");
    }
  }

  @Nested
  class Deleting {
    @Test
    void deletesWhatTheRemoteHasRecorded() throws SyncException {
      Side a = side().box("X", 1);
      Side b = side().deleted(1, 10).deletedName("X", 10);
      assertThat(a.changes(b)).containsExactly("delete X 1");
      assertThat(b.changes(a)).isEmpty();
    }

    @Test
    void doesNotCompareTimesOfMailboxes() throws SyncException {
      Side a = side().box("X", 1, 99);
      Side b = side().deleted(1, 10).deletedName("X", 10);
      assertThat(a.changes(b)).containsExactly("delete X 1");
      assertThat(b.changes(a)).isEmpty();
    }

    @Test
    void deletesUnderTheNameThatItHasHere() throws SyncException {
      Side a = side().box("Renamed", 1, 99);
      Side b = side().deleted(1, 10).deletedName("X", 10);
      assertThat(a.changes(b)).containsExactly("delete Renamed 1");
      assertThat(b.changes(a)).isEmpty();
    }

    @Test
    void keepsAndSpreadsANewMailboxOfADeletedName() throws SyncException {
      Side a = side().box("X", 1);
      Side b = side().box("X", 2).deleted(1, 10);
      assertThat(a.changes(b)).containsExactly("create X 2");
      assertThat(b.changes(a)).containsExactly("create X 1");
    }

    @Test
    void ignoresTheDeleteOfAMailboxThatItsSenderHas() throws SyncException {
      Side a = side().box("X", 1);
      Side b = side().box("Y", 1, 5).deleted(1, 10);
      assertThat(a.changes(b)).containsExactly("rename X Y");
    }

    @Test
    void neverDeletesInbox() throws SyncException {
      Side a = side().box("INBOX", 1);
      Side b = side().box("INBOX", 2).deleted(1, 10).deletedName("INBOX", 10);
      assertThat(a.changes(b)).containsExactly("create INBOX 2");
      assertThat(a.changes(side().deleted(1, 10))).isEmpty();
      assertThat(a.changes(side(), RECEIVER)).isEmpty();
      assertThat(a.changes(b, RECEIVER)).containsExactly("create INBOX 2");
    }

    @Test
    void deletesADirectoryOnlyIfTheRecordIsNewer() throws SyncException {
      Side b = side().deletedName("P", 10);
      assertThat(side().dir("P", 9).changes(b)).containsExactly("rmdir P");
      assertThat(side().dir("P", 10).changes(b)).isEmpty();
    }

    @Test
    void deletesDirectoriesChildrenFirst() throws SyncException {
      Side a = side().dir("P").dir("P/d");
      Side b = side().deletedName("P", 10).deletedName("P/d", 10);
      assertThat(a.changes(b)).containsExactly("rmdir P/d", "rmdir P");
      assertThat(b.changes(a)).isEmpty();
    }

    @Test
    void keepsADirectoryInWhichAMailboxIs() throws SyncException {
      Side a = side().dir("P").box("P/x", 1);
      Side b = side().deletedName("P", 10);
      assertThat(a.changes(b)).isEmpty();
      assertThat(b.changes(a)).containsExactly("create P/x 1");
    }

    @Test
    void bothSidesMayHaveDeletedIt() throws SyncException {
      Side a = side().deleted(1, 10).deletedName("X", 10);
      assertThat(a.changes(a)).isEmpty();
    }

    @Test
    void theParentOfALivingMailboxBecomesAPlaceholder() throws SyncException {
      Side a = side().box("P", 1).box("P/x", 2);
      Side b = side().box("P/x", 2).deleted(1, 10).deletedName("P", 10);
      assertThat(a.changes(b)).containsExactly("delete P 1");
      assertThat(b.changes(a)).isEmpty();
    }

    @Test
    void findsNamesAcrossDifferentSeparators() throws SyncException {
      Side a = side().dir("P").dir("P/d");
      Side b = side().separator('.').deletedName("P/d", 10);
      assertThat(a.changes(b)).containsExactly("rmdir P/d");
    }
  }

  @Nested
  class Renaming {
    @Test
    void followsTheSideThatRenamed() throws SyncException {
      Side a = side().box("Old", 1);
      Side b = side().box("New", 1, 10);
      assertThat(a.changes(b)).containsExactly("rename Old New");
      assertThat(b.changes(a)).isEmpty();
    }

    @Test
    void theLaterOfTwoRenamesWins() throws SyncException {
      Side a = side().box("A", 1, 20);
      Side b = side().box("B", 1, 10);
      assertThat(a.changes(b)).isEmpty();
      assertThat(b.changes(a)).containsExactly("rename B A");
    }

    @Test
    void ofTwoRenamesInOneSecondTheFirstNameWins() throws SyncException {
      Side a = side().box("A", 1, 10);
      Side b = side().box("B", 1, 10);
      assertThat(a.changes(b)).isEmpty();
      assertThat(b.changes(a)).containsExactly("rename B A");
    }

    @Test
    void childrenInheritTheTimeOfTheirDirectory() throws SyncException {
      Side a = side().box("P/x", 1, 5);
      Side b = side().dir("Q", 10).box("Q/x", 1);
      assertThat(a.changes(b)).containsExactly("rename P/x Q/x", "mkdir Q");
    }

    @Test
    void swapsTwoNamesThroughATemporaryOne() throws SyncException {
      Side a = side().box("U", 2, 10).box("V", 1, 10);
      Side b = side().box("U", 1).box("V", 2);
      assertThat(a.changes(b)).isEmpty();
      assertThat(b.changes(a))
          .containsExactly("rename U U-temp-1", "rename V U", "rename U-temp-1 V");
    }

    @Test
    void inboxIsNeverRenamed() throws SyncException {
      Side a = side().box("INBOX", 1);
      Side b = side().box("INBOX", 2, 10).box("Old", 1, 10);
      assertThat(a.changes(b)).containsExactly("create INBOX 2");
    }

    @Test
    void whoRenamedInboxLeavesItsGuidToTheNewName() throws SyncException {
      Side a = side().box("INBOX", 3);
      Side b = side().box("INBOX", 2, 10).box("Old", 3, 10);
      TreeChange change = a.merge(b, TreeDirection.TWO_WAY).changes().get(0);
      assertThat(change)
          .isInstanceOfSatisfying(
              TreeChange.CreateMailbox.class, create -> assertThat(create.mustWin()).isTrue());
      assertThat(b.changes(a)).isEmpty();
    }

    @Test
    void aRenameGivesWayToADelete() throws SyncException {
      Side a = side().box("New", 1, 20);
      Side b = side().deleted(1, 10).deletedName("Old", 10);
      assertThat(a.changes(b)).containsExactly("delete New 1");
    }

    @Test
    void aMailboxMovesBelowItsFormerChild() throws SyncException {
      Side a = side().box("P", 1).box("P/c", 2);
      Side b = side().box("P", 2, 10).box("P/c", 1, 10);
      assertThat(b.changes(a)).isEmpty();
      assertThat(a.changes(b))
          .containsExactly("rename P P-temp-1", "rename P-temp-1/c P", "rename P-temp-1 P/c");
    }
  }

  @Nested
  class Conflicts {
    @Test
    void theRenamedMailboxKeepsTheNameAndTheNewOneGetsAnother() throws SyncException {
      // dsync-protocol transcripts 13 and 13b.
      Side a = side().box("Foo", 1).subscribed("Foo", 615).box("X", 2);
      Side b = side().box("X", 1, 617).subscribed("Foo", 615);
      assertThat(a.changes(b))
          .containsExactly("rename X X-temp-1", "rename Foo X", "subscribe Foo");
      assertThat(b.changes(a)).containsExactly("create X-temp-" + guid(2) + " 2", "subscribe X");

      Side nextA = side().box("X-temp-1", 2, 617).box("X", 1, 617).subscribed("Foo", 615);
      Side nextB =
          side()
              .box("X-temp-" + guid(2), 2)
              .box("X", 1, 617)
              .subscribed("X", 617)
              .subscribed("Foo", 615);
      assertThat(nextA.changes(nextB)).containsExactly("subscribe X");
      assertThat(nextB.changes(nextA)).containsExactly("rename X-temp-" + guid(2) + " X-temp-1");
    }

    @Test
    void twoNewMailboxesOfOneNameSettleTheirGuids() throws SyncException {
      Side a = side().box("Foo", 1);
      Side b = side().box("Foo", 2);
      assertThat(a.changes(b)).containsExactly("create Foo 2");
      assertThat(b.changes(a)).containsExactly("create Foo 1");
    }

    @Test
    void aTakenFinalNameIsCountedUp() throws SyncException {
      String taken = "X-temp-" + guid(2);
      Side a = side().box("Foo", 1).box("X", 2).box(taken, 9);
      Side b = side().box("X", 1, 617).box(taken, 9);
      String next = taken.substring(0, taken.length() - 1) + "2";
      assertThat(b.changes(a)).containsExactly("create " + next + " 2");
    }
  }

  @Nested
  class Directories {
    @Test
    void aRenamedDirectoryMovesMailboxByMailbox() throws SyncException {
      // dsync-protocol transcript 20, but for the emptied directories, which go.
      Side a = side().dir("Q", 10).dir("Q/d").box("Q/d/y", 1).box("Q/x", 2);
      Side b = side().dir("P").dir("P/d").box("P/d/y", 1).box("P/x", 2);
      assertThat(a.changes(b)).isEmpty();
      assertThat(b.changes(a))
          .containsExactlyInAnyOrder(
              "rename P/d/y Q/d/y",
              "rename P/x Q/x",
              "rmdir P/d",
              "rmdir P",
              "mkdir Q",
              "mkdir Q/d");
    }

    @Test
    void aDirectoryThatIsThereOnBothSidesIsRenamedAsAWhole() throws SyncException {
      Side a = side().dir("P").box("P/x", 1).dir("Q").box("Q/y", 2);
      Side b = side().dir("P", 10).box("P/y", 2).dir("R", 10).box("R/x", 1);
      List<String> changes = a.changes(b);
      assertThat(changes).contains("rename P P-temp-1", "rename Q P");
      assertThat(b.changes(a)).isEmpty();
    }

    @Test
    void anEmptyDirectoryThatNoRenameEmptiedSpreads() throws SyncException {
      Side b = side().dir("P");
      assertThat(side().changes(b)).containsExactly("mkdir P");
      assertThat(b.changes(side())).isEmpty();
    }
  }

  @Nested
  class Subscriptions {
    @Test
    void theLaterChangeWins() throws SyncException {
      Side a = side().box("X", 1).subscribed("X", 5);
      Side b = side().box("X", 1).unsubscribed("X", 6);
      assertThat(a.changes(b)).containsExactly("unsubscribe X");
      assertThat(b.changes(a)).isEmpty();
    }

    @Test
    void onEqualTimesSubscribedWins() throws SyncException {
      Side a = side().box("X", 1).subscribed("X", 5);
      Side b = side().box("X", 1).unsubscribed("X", 5);
      assertThat(a.changes(b)).isEmpty();
      assertThat(b.changes(a)).containsExactly("subscribe X");
    }

    @Test
    void anUnsubscribeOfAVanishedNameIsFollowedIfItIsNewer() throws SyncException {
      Side a = side().subscribed("Gone", 5);
      assertThat(a.changes(side().unsubscribedName("Gone", 6))).containsExactly("unsubscribe Gone");
      assertThat(a.changes(side().unsubscribedName("Gone", 5))).isEmpty();
      assertThat(side().unsubscribedName("Gone", 6).changes(a)).isEmpty();
      assertThat(side().unsubscribedName("Gone", 5).changes(a)).containsExactly("subscribe Gone");
    }

    @Test
    void followARenameInTheTreeOfTheOtherEndOnly() throws SyncException {
      // dsync-protocol transcripts 06 and 06b.
      Side a =
          side()
              .subscribed("Nonexistent", 592)
              .box("Work", 1)
              .subscribed("Work", 591)
              .subscribed("Work/Sub", 591)
              .box("INBOX", 3)
              .box("Other", 4)
              .subscribed("Other", 591)
              .box("Archive/Old", 2, 592);
      Side b =
          side()
              .box("INBOX", 3)
              .box("Other", 4)
              .unsubscribed("Other", 592)
              .box("Work", 1)
              .subscribed("Work", 591)
              .box("Work/Sub", 2)
              .subscribed("Work/Sub", 591);
      assertThat(a.changes(b))
          .containsExactlyInAnyOrder("subscribe Archive/Old", "unsubscribe Other");
      assertThat(b.changes(a))
          .containsExactlyInAnyOrder(
              "rename Work/Sub Archive/Old", "subscribe Nonexistent", "subscribe Work/Sub");
    }

    @Test
    void deletesAndUnsubscribesTravelTogether() throws SyncException {
      // dsync-protocol transcript 07.
      Side a =
          side()
              .subscribed("Nonexistent", 592)
              .box("Work", 1)
              .box("Other", 4)
              .unsubscribed("Other", 593)
              .deleted(2, 595)
              .deletedName("Archive/Old", 595)
              .unsubscribedName("Archive/Old", 595);
      Side b =
          side()
              .box("Work", 1)
              .box("Archive/Old", 2, 593)
              .subscribed("Archive/Old", 593)
              .deleted(4, 595)
              .deletedName("Other", 595)
              .unsubscribedName("Other", 592)
              .unsubscribedName("Nonexistent", 595);
      assertThat(a.changes(b))
          .containsExactlyInAnyOrder("delete Other 4", "unsubscribe Nonexistent");
      assertThat(b.changes(a))
          .containsExactlyInAnyOrder("delete Archive/Old 2", "unsubscribe Archive/Old");
    }
  }

  @Nested
  class Backup {
    @Test
    void theSenderChangesNothing() throws SyncException {
      Side a = side().box("A", 1).subscribed("A", 1);
      Side b = side().box("B", 1, 10).box("C", 2).dir("D").unsubscribed("A", 9).deleted(1, 10);
      assertThat(a.changes(b, SENDER)).isEmpty();
    }

    @Test
    void theReceiverBecomesLikeTheSender() throws SyncException {
      // dsync-protocol transcript 08.
      Side sender = side().box("INBOX", 1).uids("INBOX", 1, 5).box("OnlyB", 2);
      Side receiver = side().box("INBOX", 1).box("OnlyA", 3).subscribed("OnlyA", 598);
      assertThat(receiver.changes(sender, RECEIVER))
          .containsExactly("delete OnlyA 3", "create OnlyB 2", "unsubscribe OnlyA");
    }

    @Test
    void theReceiversOwnDeletesAreUndone() throws SyncException {
      // dsync-protocol transcript 08c.
      Side receiver = side().deleted(1, 600).deletedName("Box", 600);
      assertThat(receiver.changes(side().box("Box", 1), RECEIVER)).containsExactly("create Box 1");
    }

    @Test
    void theReceiversOwnRenamesAreUndone() throws SyncException {
      Side receiver = side().box("New", 1, 99);
      assertThat(receiver.changes(side().box("Old", 1), RECEIVER))
          .containsExactly("rename New Old");
    }

    @Test
    void anotherMailboxOfTheNameIsReplaced() throws SyncException {
      Side receiver = side().box("X", 1);
      assertThat(receiver.changes(side().box("X", 2), RECEIVER))
          .containsExactly("delete X 1", "create X 2");
    }

    @Test
    void aMailboxThatIsAheadIsKept() throws SyncException {
      Side sender = side().box("INBOX", 1).box("X", 2);
      Side receiver = side().box("INBOX", 1).uids("INBOX", 1, 9).box("X", 2).uids("X", 7, 9);
      assertThat(receiver.changes(sender, RECEIVER)).isEmpty();
    }

    @Test
    void theSendersSubscriptionsCountWhateverTheirTimes() throws SyncException {
      Side sender = side().box("X", 1).subscribed("X", 1).box("Y", 2);
      Side receiver = side().box("X", 1).unsubscribed("X", 9).box("Y", 2).subscribed("Y", 9);
      assertThat(receiver.changes(sender, RECEIVER))
          .containsExactly("subscribe X", "unsubscribe Y");
    }
  }
}
