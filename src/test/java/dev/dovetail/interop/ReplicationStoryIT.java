package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two servers whose users are replicated both ways, through a day in seconds: the first syncs of
 * both at once, mail and changes on both at once, one of them stopped for a while, our replicator
 * killed. {@code -Ddovetail.story=3} sends so many mails each way at a time.
 */
@RequiresDovecot
class ReplicationStoryIT {
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final Map<Cast, Future<Void>> STORIES = new EnumMap<>(Cast.class);

  private final int mails = Integer.getInteger("dovetail.story", 1);
  private final MailLedger ledger = new MailLedger();
  private final List<StatusWitness> witnesses = new ArrayList<>();

  /** All at once: they mostly wait. */
  @BeforeAll
  static void begin() {
    for (Cast cast : Cast.values()) {
      STORIES.put(cast, started(() -> new ReplicationStoryIT().play(cast)));
    }
  }

  /** Who replicates what, and how our replicators hear of changes. */
  private enum Cast {
    OURS_BESIDE_PLUGINS,
    OURS_AND_DOVECOTS,
    OURS_WITHOUT_PLUGINS
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Cast.class)
  void bothAreEqualInTheEndAndTheStatusTellsTheTruth(Cast cast) throws Throwable {
    try {
      STORIES.get(cast).get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  private void play(Cast cast) throws Exception {
    try (ReplicatedSide left = left(cast);
        ReplicatedSide right = right(cast, left)) {
      if (cast == Cast.OURS_AND_DOVECOTS) {
        left.replicateTo(right.port());
      } else {
        both(left, right, side -> side.replicateTo((side == left ? right : left).port()));
        witnesses.add(StatusWitness.of(right.account(), left.account(), ledger));
      }
      witnesses.add(StatusWitness.of(left.account(), right.account(), ledger));
      try {
        play(left, right);
      } finally {
        for (StatusWitness witness : witnesses) {
          witness.close();
        }
      }
      for (StatusWitness witness : witnesses) {
        assertThat(witness.lies()).as(left.said() + right.said()).isEmpty();
        assertThat(witness.believed()).isPositive();
      }
    }
  }

  private static ReplicatedSide left(Cast cast) throws Exception {
    return cast == Cast.OURS_WITHOUT_PLUGINS
        ? ReplicatedSide.watching("left")
        : ReplicatedSide.told("left");
  }

  private static ReplicatedSide right(Cast cast, ReplicatedSide left) throws Exception {
    return switch (cast) {
      case OURS_BESIDE_PLUGINS -> ReplicatedSide.told("right");
      case OURS_AND_DOVECOTS -> ReplicatedSide.dovecots("right", left.port());
      case OURS_WITHOUT_PLUGINS -> ReplicatedSide.watching("right");
    };
  }

  private void play(ReplicatedSide left, ReplicatedSide right) throws Exception {
    both(left, right, this::mail);
    awaitEqual(left, right);

    both(left, right, side -> side.change(ledger));
    awaitEqual(left, right);
    assertThat(left.account().snapshot().mails("INBOX"))
        .filteredOn(mail -> mail.contains(" flags=\\Flagged left right "))
        .hasSizeGreaterThanOrEqualTo(2);

    right.stop();
    mail(left);
    left.awaitStatus("last error:");
    assertThat(left.check()).as("the other side is down").startsWith("CRITICAL: 1 of 1 users fail");
    right.startAgain();
    awaitEqual(left, right);

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
    assertThat(left.check()).startsWith("CRITICAL: no replicator: ");
    left.startReplicator();
    // Sessions that met no reader at Dovecot's fifo keep silent; this one tells of their mail, too.
    mail(left);
    awaitEqual(left, right);
  }

  private interface Act {
    void by(ReplicatedSide side) throws Exception;
  }

  private static void both(ReplicatedSide left, ReplicatedSide right, Act act) throws Exception {
    FutureTask<Void> other = started(() -> act.by(right));
    act.by(left);
    other.get();
  }

  private interface Part {
    void play() throws Exception;
  }

  private static FutureTask<Void> started(Part part) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              part.play();
              return null;
            });
    Thread thread = new Thread(task, "story");
    thread.setDaemon(true);
    thread.start();
    return task;
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

  /**
   * And no mail is missing, and the status says that all is done. A mail may be there twice: a
   * Dovecot process gives a new UID to what another is just expunging ("Expunged message
   * reappeared"), and makes a mailbox anew that was renamed while it had it open.
   */
  private void awaitEqual(ReplicatedSide left, ReplicatedSide right) throws Exception {
    List<String> wrong = wrong(left, right);
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!wrong.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(200);
      wrong = wrong(left, right);
    }
    assertThat(wrong).as(left.said() + right.said()).isEmpty();
    left.awaitCalm();
    right.awaitCalm();
    assertThat(left.check()).startsWith("OK: 1 users, none fails, ");
  }

  private List<String> wrong(ReplicatedSide left, ReplicatedSide right) throws Exception {
    List<String> wrong = new ArrayList<>();
    try {
      wrong.addAll(
          StoreSnapshot.differences(left.account().snapshot(), right.account().snapshot()));
    } catch (AssertionError e) {
      // A mailbox has changed while it was being looked at.
      wrong.add(e.toString());
    }
    if (wrong.isEmpty()) {
      wrong.addAll(ledger.lost(left.account().places()));
      wrong.addAll(ledger.lost(right.account().places()));
    }
    return wrong;
  }
}
