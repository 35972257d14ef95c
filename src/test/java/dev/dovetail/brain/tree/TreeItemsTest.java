package dev.dovetail.brain.tree;

import static dev.dovetail.brain.tree.Side.guid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.failure.SyncException;
import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.InMemoryStore;
import dev.dovetail.storage.TestClock;
import dev.dovetail.wire.ProtocolException;
import dev.dovetail.wire.item.MailboxDeletes;
import dev.dovetail.wire.item.MailboxTreeNode;
import dev.dovetail.wire.item.MailboxTreeNode.Existence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TreeItemsTest {
  private static MailboxTreeNode mailbox(String name, long guid) {
    return new MailboxTreeNode(
        MailboxName.split(name, '/'), Existence.EXISTS, guid(guid), 1, 1, 0, false, 0);
  }

  @Test
  void parentsComeFirstAndNothingIsLeftOut() throws Exception {
    MailboxTree tree = TreeItems.fromItems(List.of(mailbox("a/b/c", 1)), name -> name);
    assertThat(TreeItems.toItems(tree))
        .extracting(item -> item.name() + " " + item.existence().letter())
        .containsExactly("a n", "a/b n", "a/b/c y");
  }

  @Test
  void refusesOneGuidForTwoMailboxes() {
    assertThatThrownBy(
            () -> TreeItems.fromItems(List.of(mailbox("a", 1), mailbox("b", 1)), name -> name))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("'a' as well")
        .hasMessageContaining("'b'");
  }

  @Test
  void refusesOneNameTwice() {
    assertThatThrownBy(
            () -> TreeItems.fromItems(List.of(mailbox("a", 1), mailbox("a", 2)), name -> name))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void refusesAbsurdDepth() {
    MailboxName deep = new MailboxName(Collections.nCopies(TreeItems.MAX_DEPTH + 1, "d"));
    MailboxTreeNode item =
        new MailboxTreeNode(deep, Existence.NONEXISTENT, Guid128.EMPTY, 0, 0, 0, false, 0);
    assertThatThrownBy(() -> TreeItems.fromItems(List.of(item), name -> name))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void twoNamesThatTheStoreCannotTellApartStayApart() throws Exception {
    InMemoryStore store =
        new InMemoryStore("here", InMemoryStore.Layout.NESTED, new TestClock(1), 1);
    MailboxTreeNode odd =
        new MailboxTreeNode(MailboxName.of("a/b"), Existence.EXISTS, guid(1), 1, 1, 0, false, 0);
    MailboxTreeNode plain =
        new MailboxTreeNode(MailboxName.of("a_b"), Existence.EXISTS, guid(2), 1, 1, 0, false, 0);
    MailboxTree tree =
        TreeItems.fromItems(List.of(odd, plain), name -> store.acceptableName(name, '_'));
    assertThat(tree.find(guid(2)).name()).isEqualTo("a_b");
    assertThat(tree.find(guid(1)).name()).isEqualTo("a_b-" + guid(1));
  }

  @Test
  void deletesAreTranslatedToThePeersSeparator() {
    MailboxDeletes own =
        new MailboxDeletes(
            '/',
            "%",
            List.of(),
            List.of(
                new MailboxDeletes.Delete(Guid128.ofName("P/d"), 5),
                new MailboxDeletes.Delete(Guid128.ofName("Unknown/x"), 6)),
            List.of());
    MailboxDeletes peer = new MailboxDeletes('.', "%", List.of(), List.of(), List.of());
    MailboxDeletes sent = TreeDeletes.forPeer(own, peer, List.of(mailbox("P/d", 1)), name -> name);
    assertThat(sent.hierarchySep()).isEqualTo('.');
    assertThat(sent.dirs()).containsExactly(new MailboxDeletes.Delete(Guid128.ofName("P.d"), 5));
    assertThat(TreeDeletes.forPeer(own, own, List.of(), name -> name)).isSameAs(own);
  }

  @Test
  void aLyingPeerGetsNoFurtherThanACleanFailure() throws Exception {
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      InMemoryStore store =
          new InMemoryStore("here", InMemoryStore.Layout.NESTED, new TestClock(9), seed);
      store.create("INBOX", guid(1));
      store.create("A/b", guid(2));
      store.create("B", guid(3));
      LocalTree local = TreeFill.fill(store, TreeScope.ALL);
      TreeDirection direction = TreeDirection.values()[random.nextInt(3)];
      NameMapper names = name -> store.acceptableName(name, '_');
      try {
        TreeMerge.Result result =
            TreeMerge.merge(
                new TreeMerge.Input(
                    local.tree(),
                    local.deletes(),
                    TreeItems.fromItems(lies(random), names),
                    lyingDeletes(random),
                    direction,
                    '_'));
        TreeApply.apply(store, result, direction == TreeDirection.PRESERVE_REMOTE);
      } catch (SyncException e) {
        assertThat(e).as("seed %d", seed).hasMessageContaining("mailbox tree");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
      assertThat(store.hasMailbox("INBOX")).as("seed %d", seed).isTrue();
    }
  }

  private static List<MailboxTreeNode> lies(Random random) {
    String[] words = {"A", "b", "B", "INBOX", "..", "", "x/y", "A-temp-1", "inbox"};
    List<MailboxTreeNode> items = new ArrayList<>();
    for (int i = random.nextInt(7); i > 0; i--) {
      List<String> name = new ArrayList<>();
      do {
        name.add(words[random.nextInt(words.length)]);
      } while (random.nextInt(3) == 0);
      items.add(
          new MailboxTreeNode(
              new MailboxName(name),
              Existence.values()[random.nextInt(3)],
              random.nextInt(4) == 0 ? Guid128.EMPTY : guid(1 + random.nextInt(9)),
              random.nextInt(3),
              random.nextInt(3),
              random.nextInt(20),
              random.nextBoolean(),
              random.nextInt(20)));
    }
    return items;
  }

  private static MailboxDeletes lyingDeletes(Random random) {
    String[] names = {"A", "A/b", "B", "INBOX"};
    List<MailboxDeletes.Delete> mailboxes = new ArrayList<>();
    List<MailboxDeletes.Delete> hashes = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      mailboxes.add(new MailboxDeletes.Delete(guid(1 + random.nextInt(5)), random.nextInt(20)));
      hashes.add(
          new MailboxDeletes.Delete(
              Guid128.ofName(names[random.nextInt(names.length)]), random.nextInt(20)));
    }
    return new MailboxDeletes(random.nextBoolean() ? '/' : '.', "%", mailboxes, hashes, hashes);
  }
}
