package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Both ends are in full use through IMAP and LMTP while syncs run without pause, started from
 * either end. Plays only when it is asked for: {@code -Ddovetail.live=600} makes it last ten
 * minutes.
 */
@RequiresDovecot
@EnabledIfSystemProperty(named = "dovetail.live", matches = "\\d+")
class LiveLoadIT {
  private static final int SECONDS = Integer.getInteger("dovetail.live", 12);
  private static final long SEED = Long.getLong("dovetail.live.seed", 1);

  private static final Predicate<String> EXPECTED =
      line -> line.contains("Warning: Mailbox changes caused a desync");

  @Test
  void losesNothingAndDisturbsNobodyUnderMixedLoad() throws Exception {
    Stage stage = Stages.stage(Pairing.OURS_TO_OURS);
    Stage back = new Stage(stage.pairing(), stage.dovetail(), stage.right(), stage.left());
    for (String mailbox : MailLoad.MAILBOXES) {
      if (!mailbox.equals("INBOX")) {
        stage.left().create(mailbox);
      }
    }
    stage.settle();

    MailLedger ledger = new MailLedger();
    Map<Integer, Integer> exits = new TreeMap<>();
    int actions;
    try (MailLoad left = new MailLoad(stage.left(), ledger, "Left", SEED);
        MailLoad right = new MailLoad(stage.right(), ledger, "Right", SEED + 100)) {
      long end = System.nanoTime() + SECONDS * 1_000_000_000L;
      for (int run = 0; System.nanoTime() < end; run++) {
        Command.Result result = (run % 2 == 0 ? stage : back).attempt("sync");
        if (!result.errors().contains("renamed or removed meanwhile, run again")) {
          assertThat(result.exit()).as(result.toString()).isIn(0, 2);
          assertThat(result.errors().lines()).as(result.toString()).allMatch(EXPECTED);
        }
        exits.merge(result.exit(), 1, Integer::sum);
        left.check();
        right.check();
      }
      left.close();
      right.close();
      left.check();
      right.check();
      actions = left.actions() + right.actions();
    }
    stage.settle();
    stage.assertQuiet();
    stage.assertEqual();
    for (Account account : List.of(stage.left(), stage.right())) {
      assertThat(ledger.complaints(account.places())).isEmpty();
    }
    System.out.printf(
        "%d s of load: %d actions, %d mails accepted, %d given up, syncs by exit status %s%n",
        SECONDS, actions, ledger.size(), ledger.expendableCount(), exits);
  }
}
