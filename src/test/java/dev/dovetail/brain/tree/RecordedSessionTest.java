package dev.dovetail.brain.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.storage.InMemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Our merge does to a store what a real Dovecot did to its own. */
class RecordedSessionTest {
  private static final Path SESSIONS = Path.of("test-fixtures", "tree-sessions", "random.txt");

  /**
   * Deviation: here Dovecot moved a subscribed child along with a name that it made up to make
   * room, and so subscribed to {@code B-temp-1/a}, which never existed.
   */
  private static final String MADE_UP = "case 42.1 ";

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
    TreeApply.Outcome outcome =
        TreeApply.apply(store, result, direction == TreeDirection.PRESERVE_REMOTE);
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
    if (!RecordedSession.subscriptions(store).equals(own.subscriptionsAfter)
        && !session.name.startsWith(MADE_UP)) {
      differences.add(
          session.name
              + side
              + "subscriptions: Dovecot has "
              + own.subscriptionsAfter
              + story
              + "\n");
    }
  }
}
