package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Two servers whose users are replicated both ways, through a day in seconds: the first syncs of
 * both at once, mail and changes on both at once, one of them stopped for a while, our replicator
 * killed. Plays only when it is asked for: {@code -Ddovetail.story=3} sends so many mails each way
 * at a time.
 */
@RequiresDovecot
@EnabledIfSystemProperty(named = "dovetail.story", matches = "\\d+")
class ReplicationStoryIT {
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final int mails = Integer.getInteger("dovetail.story", 3);
  private final MailLedger ledger = new MailLedger();

  @Test
  void bothSidesAreOursBesideDovecotsPlugins() throws Exception {
    try (ReplicatedSide left = ReplicatedSide.told("left");
        ReplicatedSide right = ReplicatedSide.told("right")) {
      both(
          left,
          right,
          side -> side.replicateTo((side == left ? right : left).dovecot().doveadmPort()));
      play(left, right);
    }
  }

  @Test
  void theOtherSidesReplicatorIsDovecots() throws Exception {
    try (ReplicatedSide left = ReplicatedSide.told("left");
        ReplicatedSide right = ReplicatedSide.dovecots("right", left.dovecot().doveadmPort())) {
      left.replicateTo(right.dovecot().doveadmPort());
      play(left, right);
    }
  }

  @Test
  void bothSidesAreOursWithoutPlugins() throws Exception {
    try (ReplicatedSide left = ReplicatedSide.watching("left");
        ReplicatedSide right = ReplicatedSide.watching("right")) {
      both(left, right, side -> side.replicateTo((side == left ? right : left).serversPort()));
      play(left, right);
    }
  }

  private void play(ReplicatedSide left, ReplicatedSide right) throws Exception {
    both(left, right, this::mail);
    awaitEqual(left, right, ledger::complaints);

    both(left, right, side -> side.change(ledger));
    awaitEqual(left, right, ledger::complaints);

    right.stop();
    mail(left);
    left.awaitStatus("last error:");
    assertThat(left.check()).as("the other side is down").isNotZero();
    right.startAgain();
    awaitEqual(left, right, ledger::complaints);

    both(
        left,
        right,
        side -> {
          mail(side);
          if (side == left) {
            side.killReplicator();
          }
          mail(side);
        });
    left.startReplicator();
    // Sessions that met no reader at Dovecot's fifo keep silent; this one tells of their mail, too.
    mail(left);
    // While ours is away two Dovecots may be alone, and they double mails: one process gives a new
    // UID to what another is just expunging ("Expunged message reappeared").
    awaitEqual(left, right, ledger::lost);
  }

  private interface Act {
    void by(ReplicatedSide side) throws Exception;
  }

  private static void both(ReplicatedSide left, ReplicatedSide right, Act act) throws Exception {
    AtomicReference<Exception> failure = new AtomicReference<>();
    Thread other =
        new Thread(
            () -> {
              try {
                act.by(right);
              } catch (Exception e) {
                failure.set(e);
              }
            });
    other.start();
    act.by(left);
    other.join();
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  /** By LMTP, and by IMAP beside it. */
  private void mail(ReplicatedSide side) throws Exception {
    try (LmtpSession lmtp = new LmtpSession(side.dovecot().lmtpPort());
        ImapSession imap = side.account().imap()) {
      for (int i = 0; i < mails; i++) {
        String delivered = ledger.newSubject();
        lmtp.deliver(side.account().user(), Account.text(delivered));
        ledger.accepted(delivered);
        String appended = ledger.newSubject();
        assertThat(imap.append("INBOX", Account.text(appended)).isOk()).isTrue();
        ledger.accepted(appended);
      }
    }
  }

  private interface Look {
    List<String> complaints(Map<String, List<String>> places);
  }

  /** And nothing is to complain of in the mails, and the status says that all is done. */
  private static void awaitEqual(ReplicatedSide left, ReplicatedSide right, Look look)
      throws Exception {
    List<String> wrong = wrong(left, right, look);
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!wrong.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(200);
      wrong = wrong(left, right, look);
    }
    assertThat(wrong).as(left.said() + right.said()).isEmpty();
    left.awaitCalm();
    right.awaitCalm();
    assertThat(left.check()).as(left.said()).isZero();
  }

  private static List<String> wrong(ReplicatedSide left, ReplicatedSide right, Look look)
      throws Exception {
    List<String> wrong = new ArrayList<>();
    try {
      wrong.addAll(
          StoreSnapshot.differences(left.account().snapshot(), right.account().snapshot()));
    } catch (AssertionError e) {
      // A mailbox has changed while it was being looked at.
      wrong.add(e.toString());
    }
    if (wrong.isEmpty()) {
      wrong.addAll(look.complaints(left.account().places()));
      wrong.addAll(look.complaints(right.account().places()));
    }
    return wrong;
  }
}
