package dev.dovetail.brain.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.storage.InMemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Our merge does to a store what a real Dovecot did to its own. */
class RecordedSessionTest {
  private static final Path SESSIONS = Path.of("test-fixtures", "tree-sessions", "random.txt");

  @Test
  void comesToWhatDovecotCameTo() throws IOException {
    List<String> differences = new ArrayList<>();
    int sessions = 0;
    for (RecordedSession session : RecordedSession.read(SESSIONS)) {
      sessions++;
      check(session, session.local, session.remote, direction(session, true), differences);
      check(session, session.remote, session.local, direction(session, false), differences);
    }
    assertThat(sessions).isGreaterThan(50);
    assertThat(differences).isEmpty();
  }

  private static TreeDirection direction(RecordedSession session, boolean local) {
    if (!session.isBackup()) {
      return TreeDirection.TWO_WAY;
    }
    return local == session.isReverse()
        ? TreeDirection.PRESERVE_REMOTE
        : TreeDirection.PRESERVE_LOCAL;
  }

  private static void check(
      RecordedSession session,
      RecordedSession.Side own,
      RecordedSession.Side other,
      TreeDirection direction,
      List<String> differences)
      throws IOException {
    InMemoryStore store = own.store();
    TreeMerge.Result result =
        TreeMerge.merge(
            new TreeMerge.Input(
                TreeItems.fromItems(own.nodes, name -> name),
                own.deletes,
                TreeItems.fromItems(other.nodes, name -> name),
                other.deletes,
                direction,
                '_'));
    TreeApply.Outcome outcome = TreeApply.apply(store, result, direction);
    String side = own == session.local ? " local " : " remote ";
    String story =
        "\n   did "
            + result.changes()
            + outcome.changesDuringSync()
            + "\n   on "
            + store.describeTree().replace("\n", "; ");
    if (!RecordedSession.mailboxes(store).equals(own.mailboxesAfter)) {
      differences.add(
          session.name + side + "mailboxes: Dovecot has " + own.mailboxesAfter + story + "\n");
    }
    if (!RecordedSession.subscriptions(store).equals(subscriptionsOf(own))) {
      differences.add(
          session.name
              + side
              + "subscriptions: Dovecot has "
              + own.subscriptionsAfter
              + story
              + "\n");
    }
  }

  /**
   * Deviation: Dovecot keeps subscriptions below a name that it has only made up to make room, so
   * {@code B-temp-1/a} gets subscribed though it never existed.
   */
  private static TreeSet<String> subscriptionsOf(RecordedSession.Side side) {
    TreeSet<String> real = new TreeSet<>(side.subscriptionsAfter);
    real.removeIf(
        name ->
            name.contains("-temp-")
                && side.mailboxesAfter.stream().noneMatch(box -> box.startsWith(name + " ")));
    return real;
  }
}
