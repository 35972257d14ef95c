package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With a Dovecot at the other end a sync waits for it no more often than Dovecot itself does. */
@RequiresDovecot
class RoundTripsIT {
  private static final int MAILBOXES = 6;

  /** How often the flow turned where nothing had changed, and where one mailbox had. */
  private record Turns(int idle, int changed) {}

  private static Turns turnsOf(Pairing pairing) throws Exception {
    Stage stage = Stages.sameUser(pairing);
    String[] names = new String[MAILBOXES];
    for (int i = 0; i < MAILBOXES; i++) {
      names[i] = "Box" + i;
    }
    stage.left().create(names);
    stage.left().save("Box0", "first");
    try (CountingRelay relay = CountingRelay.to(Stages.dovecot())) {
      sync(stage, relay);
      sync(stage, relay);
      int idle = sync(stage, relay);
      stage.left().save("Box1", "new");
      int changed = sync(stage, relay);
      stage.assertEqual();
      return new Turns(idle, changed);
    }
  }

  private static int sync(Stage stage, CountingRelay relay)
      throws IOException, InterruptedException {
    List<String> words =
        List.of("sync", "-u", stage.left().user(), "tcp:127.0.0.1:" + relay.port());
    Command.Result result = stage.pairing().start(stage.dovetail(), stage.left(), words);
    assertThat(result.exit()).as(result.toString()).isZero();
    return relay.turns();
  }

  @Test
  void takesNoMoreTurnsThanDovecot() throws Exception {
    Turns dovecot = turnsOf(Pairing.DOVECOT_TO_DOVECOT);
    assertThat(dovecot.idle()).as("each mailbox is asked for").isGreaterThan(2 * MAILBOXES);
    assertThat(dovecot.changed()).as("the change is noticed").isGreaterThan(dovecot.idle());
    Turns ours = turnsOf(Pairing.OURS_TO_DOVECOT);
    assertThat(ours.idle()).isLessThanOrEqualTo(dovecot.idle());
    assertThat(ours.changed()).isLessThanOrEqualTo(dovecot.changed());
  }
}
