package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With a Dovecot at the other end a sync waits for it no more often than Dovecot itself does. */
@RequiresDovecot
class RoundTripsIT {
  private static final int MAILBOXES = 12;
  private static final int RUNS = 3;

  /** How often the flow turned in the run that needed the fewest turns. */
  private static int turnsOf(Pairing pairing, boolean changed) throws Exception {
    Stage stage = Stages.sameUser(pairing);
    String[] names = new String[MAILBOXES];
    for (int i = 0; i < MAILBOXES; i++) {
      names[i] = "Box" + i;
    }
    stage.left().create(names);
    stage.left().save("Box0", "first");
    try (CountingRelay relay = CountingRelay.to(Stages.dovecot().doveadmPort())) {
      List<String> words =
          List.of("sync", "-u", stage.left().user(), "tcp:127.0.0.1:" + relay.port());
      run(stage, words);
      run(stage, words);
      int fewest = Integer.MAX_VALUE;
      for (int i = 0; i < RUNS; i++) {
        if (changed) {
          stage.left().save("Box1", "new " + i);
        }
        relay.forget();
        run(stage, words);
        fewest = Math.min(fewest, relay.turns());
      }
      stage.assertEqual();
      return fewest;
    }
  }

  private static void run(Stage stage, List<String> words)
      throws IOException, InterruptedException {
    Command.Result result = stage.pairing().start(stage.dovetail(), stage.left(), words);
    assertThat(result.exit()).as(result.toString()).isZero();
  }

  @Test
  void noMoreThanDovecotWhereThereIsNothingToDo() throws Exception {
    int dovecot = turnsOf(Pairing.DOVECOT_TO_DOVECOT, false);
    assertThat(dovecot).isGreaterThan(2 * MAILBOXES);
    assertThat(turnsOf(Pairing.OURS_TO_DOVECOT, false)).isLessThanOrEqualTo(dovecot);
  }

  @Test
  void noMoreThanDovecotWhereAMailboxHasChanged() throws Exception {
    int dovecot = turnsOf(Pairing.DOVECOT_TO_DOVECOT, true);
    assertThat(turnsOf(Pairing.OURS_TO_DOVECOT, true)).isLessThanOrEqualTo(dovecot);
  }
}
