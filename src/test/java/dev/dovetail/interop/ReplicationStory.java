package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

/**
 * A day in seconds of two servers that replicate to each other: the first syncs of both at once,
 * mail and changes on both at once, one of them stopped for a while, our replicator killed. {@code
 * -Ddovetail.story=3} sends so many mails each way at a time.
 */
final class ReplicationStory {
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final ReplicatedSide left;
  private final ReplicatedSide right;
  private final int mails = Integer.getInteger("dovetail.story", 1);
  private final MailLedger ledger = new MailLedger();

  /**
   * @param left whose replicator is ours
   * @param right which replicates as well, or is only replicated to
   */
  private ReplicationStory(ReplicatedSide left, ReplicatedSide right) {
    this.left = left;
    this.right = right;
  }

  /** Begins with our replicators; the user has no mail yet. */
  static void tell(ReplicatedSide left, ReplicatedSide right, boolean bothOurs) throws Exception {
    ReplicationStory story = new ReplicationStory(left, right);
    List<StatusWitness> witnesses = new ArrayList<>();
    if (bothOurs) {
      story.both(side -> side.replicateTo((side == left ? right : left).port()));
      witnesses.add(StatusWitness.of(right.account(), left.account(), story.ledger));
    } else {
      left.replicateTo(right.port());
    }
    witnesses.add(StatusWitness.of(left.account(), right.account(), story.ledger));
    try {
      story.play();
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

  private void play() throws Exception {
    both(this::mail);
    awaitEqual();

    both(side -> side.change(ledger));
    awaitEqual();
    assertThat(left.account().snapshot().mails("INBOX"))
        .filteredOn(mail -> mail.contains(" flags=\\Flagged left right "))
        .hasSizeGreaterThanOrEqualTo(2);

    right.stop();
    mail(left);
    left.awaitStatus("last error:");
    assertThat(left.check()).as("the other side is down").startsWith("CRITICAL: 1 of 1 users fail");
    right.startAgain();
    awaitEqual();

    both(
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
    awaitEqual();
  }

  private interface Act {
    void by(ReplicatedSide side) throws Exception;
  }

  private void both(Act act) throws Exception {
    FutureTask<Void> other = started(() -> act.by(right));
    act.by(left);
    other.get();
  }

  interface Part {
    void play() throws Exception;
  }

  /** Plays on a thread of its own. */
  static FutureTask<Void> started(Part part) {
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
  private void awaitEqual() throws Exception {
    List<String> wrong = wrong();
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!wrong.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(200);
      if (!right.replicates()) {
        left.askForSync();
      }
      wrong = wrong();
    }
    assertThat(wrong).as(left.said() + right.said()).isEmpty();
    left.awaitCalm();
    right.awaitCalm();
    assertThat(left.check()).startsWith("OK: 1 users, none fails, ");
  }

  private List<String> wrong() throws Exception {
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
