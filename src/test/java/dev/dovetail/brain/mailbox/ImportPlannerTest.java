package dev.dovetail.brain.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.dovetail.brain.filter.MailFilter;
import dev.dovetail.brain.mailbox.ImportPlan.PlannedSave;
import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.LogChanges;
import dev.dovetail.storage.MailboxChanges.Source;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.wire.item.MailChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Comparison and planning together: what is ours, what the peer says, what is to be done. */
class ImportPlannerTest {

  private final List<StoredMessage> own = new ArrayList<>();
  private final List<LogChanges.Expunge> ownExpunges = new ArrayList<>();
  private final List<MailChange> remote = new ArrayList<>();
  private long ownUidNext;
  private long remoteUidNext;
  private MailFilter filter = MailFilter.NONE;
  private boolean remoteFollows = true;
  private boolean peerIsDovetail;

  @Test
  void plansNothingForEqualMailboxes() throws IOException {
    own(1, "a").own(2, "b").remote(1, "a").remote(2, "b");
    ImportPlan plan = plan();
    assertThat(plan.saves()).isEmpty();
    assertThat(plan.requests()).isEmpty();
    assertThat(plan.expunges()).isEmpty();
    assertThat(plan.flagUpdates()).isEmpty();
    assertThat(plan.commonUid()).isEqualTo(2);
  }

  @Test
  void requestsWhatIsNewAtThePeerUnderItsUid() throws IOException {
    own(1, "a").remote(1, "a").remote(2, "b").remote(5, "c");
    assertThat(saves()).isEqualTo(Map.of(2L, "b", 5L, "c"));
    assertThat(plan().requests().keySet()).containsExactly("b", "c");
  }

  @Test
  void placesConflictingNewMailsAsDovecotDoes() throws IOException {
    // The state of transcript 05, seen from each end.
    own(3, "x").own(4, "1700000011").remote(3, "x");
    remote(4, "1700000012").remote(5, "1700000013");
    assertThat(saves()).isEqualTo(Map.of(5L, "1700000013", 6L, "1700000011", 7L, "1700000012"));
    assertThat(sourceOf(6)).isEqualTo(new Source.Renumbered(4));
    assertThat(plan().commonUid()).isEqualTo(7);
  }

  @Test
  void placesTheSameConflictAlikeAtTheOtherEnd() throws IOException {
    own(3, "x").own(4, "1700000012").own(5, "1700000013").remote(3, "x");
    remote(4, "1700000011");
    assertThat(saves()).isEqualTo(Map.of(6L, "1700000011", 7L, "1700000012"));
    assertThat(sourceOf(7)).isEqualTo(new Source.Renumbered(4));
    assertThat(plan().requests().keySet()).containsExactly("1700000011");
  }

  @Test
  void savesSeveralMailsWithOneGuidFromOneContent() throws IOException {
    own(1, "a").remote(1, "a").remote(2, "a").remote(3, "a");
    assertThat(saves()).isEqualTo(Map.of(2L, "a", 3L, "a"));
    assertThat(plan().requests()).isEmpty();
    assertThat(sourceOf(2)).isEqualTo(new Source.CopyOf(1));
  }

  @Nested
  class Expunges {
    @Test
    void areFollowedWhenThePeerRecordedTheGuid() throws IOException {
      own(1, "a").own(2, "b").own(3, "c");
      remote(1, "a").remoteExpunge(2, "b").remote(3, "c");
      assertThat(plan().expunges()).extracting("uid").containsExactly(2L);
    }

    @Test
    void areNotUndoneByAPeerThatStillHasTheMail() throws IOException {
      own(1, "a").own(3, "c").ownExpunge(2, "b");
      remote(1, "a").remote(2, "b").remote(3, "c");
      assertThat(saves()).isEmpty();
      assertThat(plan().commonUid()).isEqualTo(3);
    }

    @Test
    void withoutAGuidAreNoExpunges() throws IOException {
      own(1, "a").own(2, "b").own(3, "c");
      remote(1, "a").remote(3, "c");
      assertThat(plan().expunges()).isEmpty();
      assertThat(saves())
          .as("our mail gets a UID that the peer can take")
          .isEqualTo(Map.of(4L, "b"));
    }

    @Test
    void thatWereMeantHereAreToldWithThePeersGuidIfALaterMailIsTheSame() throws IOException {
      own(1, "a").own(3, "c").ownExpungeWithoutGuid(2);
      remote(1, "a").remote(2, "b").remote(3, "c");
      assertThat(plan().rebuild()).isFalse();
      assertThat(saves()).isEmpty();
      assertThat(match().finish().replies())
          .extracting(MailChange::uid, MailChange::guid)
          .containsExactly(tuple(2L, Guid128.ofMessageGuid("b").toString()));
    }

    @Test
    void thatWereMeantHereMayBeOfAnotherMailIfNoLaterOneIsTheSame() throws IOException {
      own(1, "a").ownExpungeWithoutGuid(2);
      ownUidNext = 3;
      remote(1, "a").remote(2, "b");
      assertThat(saves()).isEqualTo(Map.of(1L, "a", 2L, "b"));
    }

    @Test
    void thatWereMeantThereAreFollowedIfALaterMailIsTheSame() throws IOException {
      peerIsDovetail = true;
      own(1, "a").own(2, "b").own(3, "c").own(4, "d");
      remote(1, "a").remoteExpungeWithoutGuid(2).remote(3, "c").remoteExpungeWithoutGuid(4);
      assertThat(plan().expunges()).extracting("uid").containsExactly(2L);
      assertThat(saves()).isEmpty();
    }

    @Test
    void withoutAGuidDoNotCountIfTheyComeFromDovecot() throws IOException {
      own(1, "a").own(2, "b").own(3, "c");
      remote(1, "a").remoteExpungeWithoutGuid(2).remote(3, "c");
      assertThat(plan().expunges()).isEmpty();
    }

    @Test
    void ofAnotherMailUnderTheSameUidDoNotCount() throws IOException {
      own(1, "a").own(2, "mine");
      remote(1, "a").remoteExpunge(2, "theirs");
      assertThat(plan().expunges()).isEmpty();
    }
  }

  @Nested
  class LostMails {
    @Test
    void comeBackUnderTheirUidAlsoWhenTheIndexForgotThem() throws IOException {
      own(1, "a").own(3, "c").ownVanished(2);
      remote(1, "a").remote(2, "b").remote(3, "c");
      assertThat(saves()).isEqualTo(Map.of(1L, "a", 2L, "b", 3L, "c"));
      assertThat(plan().rebuild()).isTrue();
      assertThat(plan().requests().keySet()).containsExactly("b");
    }

    @Test
    void comeBackUnderTheirUidWhenTheyWereTheLast() throws IOException {
      own(1, "a").ownVanished(2);
      ownUidNext = 3;
      remote(1, "a").remote(2, "b");
      assertThat(saves()).isEqualTo(Map.of(1L, "a", 2L, "b"));
    }

    @Test
    void areFoundUnderOtherUidsWhenTheUidlistWasLost() throws IOException {
      own(4, "a").own(5, "b").ownVanished(1).ownVanished(2);
      remote(1, "a").remote(2, "b");
      assertThat(saves()).isEqualTo(Map.of(1L, "a", 2L, "b"));
      assertThat(sourceOf(1)).isEqualTo(new Source.Renumbered(4));
      assertThat(plan().requests()).isEmpty();
    }

    @Test
    void ofAnotherDovetailAreKeptForIt() throws IOException {
      peerIsDovetail = true;
      own(1, "a").own(2, "b").own(3, "c");
      remote(1, "a").remoteVanished(2).remoteVanished(3).remote(4, "c");
      ImportPlan plan = plan();
      assertThat(plan.saves()).isEmpty();
      assertThat(plan.expunges()).isEmpty();
    }

    @Test
    void comeBackUnderTheirUidWhenTheIndexKnowsThem() throws IOException {
      own(1, "a").ownGone(2, "b").own(3, "c");
      remote(1, "a").remote(2, "b").remote(3, "c");
      ImportPlan plan = plan();
      assertThat(plan.saves()).isEmpty();
      assertThat(plan.restores())
          .extracting(restore -> restore.message().uid())
          .containsExactly(2L);
      assertThat(plan.requests().keySet()).containsExactly("b");
    }

    @Test
    void stayExpungedWhenThePeerRecordedAnExpunge() throws IOException {
      own(1, "a").ownGone(2, "b").own(3, "c");
      remote(1, "a").remoteExpunge(2, "b").remote(3, "c");
      ImportPlan plan = plan();
      assertThat(plan.restores()).isEmpty();
      assertThat(plan.expunges()).extracting("uid").containsExactly(2L);
    }

    @Test
    void thatCameBackUnderANewUidReturnToTheOldOne() throws IOException {
      own(1, "a").own(3, "c").own(4, "b").ownVanished(2);
      remote(1, "a").remote(2, "b").remote(3, "c");
      assertThat(saves()).isEqualTo(Map.of(1L, "a", 2L, "b", 3L, "c"));
      assertThat(plan().requests()).isEmpty();
    }

    @Test
    void areRenumberedAtTheEndThatKeptThemWhenTheOtherBroughtThemBack() throws IOException {
      own(1, "a").own(2, "b").own(3, "c");
      remote(1, "a").remote(3, "c").remote(4, "b");
      assertThat(saves()).isEqualTo(Map.of(4L, "b"));
      assertThat(sourceOf(4)).isEqualTo(new Source.Renumbered(2));
      assertThat(plan().requests()).isEmpty();
    }
  }

  @Nested
  class FromASenderThatChangesNothing {
    @Test
    void lostMailsComeBackUnderTheirUid() throws IOException {
      remoteFollows = false;
      own(1, "a").own(3, "c").ownVanished(2);
      remote(1, "a").remote(2, "b").remote(3, "c");
      assertThat(saves()).isEqualTo(Map.of(1L, "a", 2L, "b", 3L, "c"));
    }

    @Test
    void aMailThatTheSenderHasUnderANewUidFollowsIt() throws IOException {
      remoteFollows = false;
      own(1, "a").own(2, "b").own(3, "c");
      remote(1, "a").remote(3, "c").remote(4, "b");
      assertThat(saves()).isEqualTo(Map.of(4L, "b"));
    }

    @Test
    void ownMailsThatTheSenderLacksStayUnderTheirUids() throws IOException {
      remoteFollows = false;
      own(1, "a").own(2, "mine").own(3, "c");
      remote(1, "a").remote(3, "c");
      assertThat(saves()).isEmpty();
      assertThat(plan().expunges()).isEmpty();
    }
  }

  @Nested
  class Filters {
    @Test
    void keepNewMailsOut() throws IOException {
      filter = new MailFilter(0, 0, 0, "\\Seen");
      own(1, "a").remote(1, "a").remote(2, "b");
      assertThat(saves()).isEmpty();
    }

    @Test
    void neverMakeUsGiveUpWhatThePeerDoesNotMention() throws IOException {
      filter = new MailFilter(0, 0, 0, "\\Seen");
      own(1, "a").own(2, "b").own(3, "c").remote(1, "a").remote(3, "c");
      assertThat(plan().expunges()).isEmpty();
      assertThat(saves()).isEmpty();
    }
  }

  private ImportPlannerTest own(long uid, String guid) {
    own.add(new StoredMessage(uid, guid, 0, List.of(), 1, true));
    ownUidNext = uid + 1;
    return this;
  }

  private ImportPlannerTest ownGone(long uid, String guid) {
    own.add(new StoredMessage(uid, guid, 0, List.of(), 1, false));
    ownUidNext = uid + 1;
    return this;
  }

  private ImportPlannerTest ownExpunge(long uid, String guid) {
    ownExpunges.add(new LogChanges.Expunge(uid, Guid128.ofMessageGuid(guid)));
    return this;
  }

  private ImportPlannerTest ownVanished(long uid) {
    ownExpunges.add(new LogChanges.Expunge(uid, Guid128.EMPTY));
    return this;
  }

  private ImportPlannerTest ownExpungeWithoutGuid(long uid) {
    ownExpunges.add(new LogChanges.Expunge(uid, Guid128.EMPTY, true));
    return this;
  }

  private ImportPlannerTest remote(long uid, String guid) {
    return remote(MailChange.Type.SAVE, uid, guid);
  }

  private ImportPlannerTest remoteExpunge(long uid, String guid) {
    return remote(MailChange.Type.EXPUNGE, uid, Guid128.ofMessageGuid(guid).toString());
  }

  private ImportPlannerTest remoteExpungeWithoutGuid(long uid) {
    return remote(MailChange.Type.EXPUNGE, uid, Guid128.EMPTY.toString());
  }

  private ImportPlannerTest remoteVanished(long uid) {
    return remote(MailChange.Type.EXPUNGE, uid, null);
  }

  private ImportPlannerTest remote(MailChange.Type type, long uid, String guid) {
    remote.add(new MailChange(type, uid, guid, null, 1, 0, 0, 0, 0, false, List.of(), 0, 0));
    remoteUidNext = uid + 1;
    return this;
  }

  private ImportPlan plan() throws IOException {
    return new ImportPlanner(view(), log(), rules()).plan(match().finish());
  }

  private ChangeMatch match() throws IOException {
    ChangeMatch match = new ChangeMatch(null, view(), log(), rules());
    for (MailChange change : remote) {
      match.accept(change);
    }
    return match;
  }

  private ImportRules rules() {
    return new ImportRules(
        false,
        remoteFollows,
        peerIsDovetail,
        false,
        MatchKeys.GUIDS,
        filter,
        0,
        0,
        remoteUidNext,
        1,
        1);
  }

  private MailboxView view() {
    return new MailboxView(new Guid128(1, 1), 1, ownUidNext, 1, 1, own);
  }

  private LogChanges log() {
    return new LogChanges(true, Map.of(), ownExpunges, List.of());
  }

  /** GUIDs by the UIDs under which they are saved. */
  private Map<Long, String> saves() throws IOException {
    Map<Long, String> saves = new TreeMap<>();
    for (PlannedSave save : plan().saves()) {
      saves.put(save.uid(), save.guid());
    }
    return saves;
  }

  private Source sourceOf(long uid) throws IOException {
    for (PlannedSave save : plan().saves()) {
      if (save.uid() == uid) {
        return save.source();
      }
    }
    throw new AssertionError("UID " + uid + " is not saved");
  }
}
