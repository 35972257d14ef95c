package dev.dovetail.brain.tree;

import static dev.dovetail.brain.tree.Side.guid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.InMemoryStore;
import dev.dovetail.storage.InMemoryStore.Layout;
import dev.dovetail.storage.TestClock;
import dev.dovetail.wire.item.MailboxDeletes.Delete;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From and to a store: {@link TreeFill}, {@link TreeScope}, {@link TreeApply}. */
class TreeStoreTest {
  private final TestClock clock = new TestClock(100);
  private final InMemoryStore a = new InMemoryStore("a", Layout.FLAT, clock, 1);
  private final InMemoryStore b = new InMemoryStore("b", Layout.FLAT, clock, 2);

  @Test
  void theLogTellsRenamesSubscriptionsAndDeletes() throws Exception {
    a.create("Gone", guid(1));
    a.create("Old", guid(2));
    a.delete("Gone");
    clock.advance(1);
    a.rename("Old", "New");
    clock.advance(1);
    a.subscribe("New");
    a.subscribe("Never");
    a.unsubscribe("Never");
    LocalTree filled = TreeFill.fill(a, TreeScope.ALL);
    MailboxNode node = filled.tree().find(guid(2));
    assertThat(node.lastRenamedOrCreated()).isEqualTo(101);
    assertThat(node.lastSubscriptionChange()).isEqualTo(102);
    assertThat(filled.deletes().mailboxes()).containsExactly(new Delete(guid(1), 100));
    assertThat(filled.deletes().dirs()).containsExactly(new Delete(Guid128.ofName("Gone"), 100));
    assertThat(filled.deletes().unsubscribes())
        .containsExactly(new Delete(Guid128.ofName("Never"), 102));
  }

  @Test
  void whatExistsAgainIsNotListedAsDeleted() throws Exception {
    a.create("Box", guid(1));
    a.delete("Box");
    a.create("Box", guid(1));
    LocalTree filled = TreeFill.fill(a, TreeScope.ALL);
    assertThat(filled.deletes().mailboxes()).isEmpty();
    assertThat(filled.deletes().dirs()).isEmpty();
    LocalTree other = TreeFill.fill(a, scope("Other", List.of()));
    assertThat(other.deletes().mailboxes()).isEmpty();
    assertThat(other.deletes().dirs()).isEmpty();
  }

  @Test
  void oneMailboxTakesItsSubscriptionAndNothingElse() throws Exception {
    sample();
    assertThat(names(scope("Work", List.of()))).containsExactly("Work y subscribed");
    assertThat(names(scope("Work/Sub", List.of()))).containsExactly("Work n", "Work/Sub y");
    assertThat(names(scope("inbox", List.of()))).containsExactly("INBOX y");
    assertThat(names(scope("Nowhere", List.of()))).containsExactly("Nowhere n subscribed");
  }

  @Test
  void aGuidOrASpecialUseLeavesSubscriptionsAlone() throws Exception {
    sample();
    TreeScope byGuid = TreeScope.of(a, Optional.empty(), Optional.of(guid(4)), List.of());
    assertThat(names(byGuid))
        .containsExactly("Nowhere n subscribed", "Trash y", "Work n subscribed");
    assertThat(names(scope("\\Trash", List.of())))
        .containsExactly("Nowhere n subscribed", "Trash y", "Work n subscribed");
    assertThat(names(scope("\\Junk", List.of())))
        .containsExactly("Nowhere n subscribed", "Work n subscribed");
  }

  @Test
  void excludedMailboxesKeepTheirSubscriptions() throws Exception {
    sample();
    TreeScope scope =
        TreeScope.of(a, Optional.empty(), Optional.empty(), List.of("W*", "\\Trash", "I?BOX"));
    assertThat(names(scope)).containsExactly("Nowhere n subscribed", "Work n subscribed");
  }

  @Test
  void whatTheRemoteListsIsRestrictedTheSameWay() throws Exception {
    sample();
    TreeScope scope = TreeScope.of(a, Optional.empty(), Optional.empty(), List.of("W*", "\\Trash"));
    assertThat(admitsRemote(scope, "Work")).isFalse();
    assertThat(admitsRemote(scope, "Trash")).isFalse();
    assertThat(admitsRemote(scope, "Trash2")).isTrue();
    assertThat(admitsRemote(scope("Work", List.of()), "Work")).isTrue();
    assertThat(admitsRemote(scope("Work", List.of()), "Other")).isFalse();
    assertThat(admitsRemote(scope("\\Trash", List.of()), "Bin")).isTrue();
  }

  private static boolean admitsRemote(TreeScope scope, String name) {
    return scope.admitsRemote(MailboxName.of(name), MailboxName.of(name), guid(9));
  }

  @Test
  void aSpecialUseIsExcludedByItsNameEvenIfThatLooksLikeAPattern() throws Exception {
    a.create("A*", guid(1));
    a.create("All", guid(2));
    a.setSpecialUse("\\Archive", "A*");
    TreeScope scope = TreeScope.of(a, Optional.empty(), Optional.empty(), List.of("\\Archive"));
    assertThat(names(scope)).containsExactly("All y");
  }

  @Test
  void theLargerGuidWinsAtBothEnds() throws Exception {
    // dsync-protocol transcript 12b.
    a.create("Foo", guid(1));
    b.create("Foo", guid(2));
    TreeSync.Run run = TreeSync.twoWay(a, b);
    assertThat(run.reasons()).isEmpty();
    assertThat(a.mailbox("Foo").guid()).isEqualTo(guid(2));
    assertThat(b.mailbox("Foo").guid()).isEqualTo(guid(2));
    assertThat(TreeSync.twoWay(a, b).isQuiet()).isTrue();
  }

  @Test
  void theSendersGuidWinsInABackupOfInbox() throws Exception {
    a.create("INBOX", guid(1));
    b.create("INBOX", guid(2)).deliver("g", "kept until the import");
    assertThat(TreeSync.backup(a, b).reasons()).isEmpty();
    assertThat(b.mailbox("INBOX").guid()).isEqualTo(guid(1));
    assertThat(b.mailbox("INBOX").refresh().messages()).hasSize(1);
  }

  @Test
  void theMergedTreeFollowsAGuidThatChanged() throws Exception {
    a.create("Foo", guid(1));
    b.create("Foo", guid(2));
    LocalTree local = TreeFill.fill(a, TreeScope.ALL);
    LocalTree remote = TreeFill.fill(b, TreeScope.ALL);
    TreeMerge.Result result =
        TreeMerge.merge(
            new TreeMerge.Input(
                local.tree(),
                local.deletes(),
                remote.tree(),
                remote.deletes(),
                TreeDirection.TWO_WAY,
                '_'));
    TreeApply.apply(a, result, false);
    assertThat(result.tree().find(guid(2)).name()).isEqualTo("Foo");
    assertThat(result.tree().find(guid(1))).isNull();
  }

  @Test
  void whatWentMeanwhileIsAReasonForAnotherRunAndNotAFailure() throws Exception {
    a.create("Gone", guid(1));
    LocalTree local = TreeFill.fill(a, TreeScope.ALL);
    TreeMerge.Result result =
        new TreeMerge.Result(
            List.of(new TreeChange.DeleteMailbox(guid(9), MailboxName.of("X"))), local.tree());
    assertThat(TreeApply.apply(a, result, false).changesDuringSync()).hasSize(1);
  }

  @Test
  void renamesWhatIsBelowANameThatDoesNotExist() throws Exception {
    a.create("P/x", guid(1));
    a.create("P/x/y", guid(2));
    TreeMerge.Result result =
        new TreeMerge.Result(
            List.of(new TreeChange.Rename(MailboxName.of("P"), MailboxName.of("Q", "R"), 0)),
            TreeFill.fill(a, TreeScope.ALL).tree());
    assertThat(TreeApply.apply(a, result, false).changesDuringSync()).isEmpty();
    assertThat(a.mailbox("Q/R/x").guid()).isEqualTo(guid(1));
    assertThat(a.mailbox("Q/R/x/y").guid()).isEqualTo(guid(2));
  }

  private void sample() throws Exception {
    a.create("INBOX", guid(1));
    a.create("Work", guid(2));
    a.create("Work/Sub", guid(3));
    a.create("Trash", guid(4));
    a.subscribe("Work");
    a.subscribe("Nowhere");
    a.setSpecialUse("\\Trash", "Trash");
  }

  private TreeScope scope(String mailbox, List<String> exclude) throws Exception {
    return TreeScope.of(a, Optional.of(mailbox), Optional.empty(), exclude);
  }

  private List<String> names(TreeScope scope) throws Exception {
    List<String> names = new ArrayList<>();
    TreeItems.toItems(TreeFill.fill(a, scope).tree())
        .forEach(
            item ->
                names.add(
                    item.name()
                        + " "
                        + item.existence().letter()
                        + (item.subscribed() ? " subscribed" : "")));
    return names;
  }
}
