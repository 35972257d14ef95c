package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code dovetail replicator run} beside a real Dovecot 2.4, which has no plugin to tell it. */
@RequiresDovecot24
class Replicator24IT {
  private static Future<Void> ours;
  private static Future<Void> oursAlone;

  /** Both at once: they mostly wait. */
  @BeforeAll
  static void begin() {
    ours = ReplicationStory.started(Replicator24IT::playBothOurs);
    oursAlone = ReplicationStory.started(Replicator24IT::playOursAlone);
  }

  private static void playBothOurs() throws Exception {
    try (ReplicatedSide left = ReplicatedSide.watching24("left");
        ReplicatedSide right = ReplicatedSide.watching24("right")) {
      ReplicationStory.tell(left, right, true);
      assertThat(delay(left, right)).as(left.said()).isLessThan(Duration.ofSeconds(1));
    }
  }

  private static void playOursAlone() throws Exception {
    try (ReplicatedSide left = ReplicatedSide.watching24("left");
        ReplicatedSide right = ReplicatedSide.alone24("right")) {
      ReplicationStory.tell(left, right, false);
    }
  }

  @Test
  void twoOfOursKeepBothEqualAndMailIsSeenAtTheOtherSideAtOnce() throws Throwable {
    assertPlayed(ours);
  }

  @Test
  void oneOfOursKeepsItEqualToAServerOfDovecots() throws Throwable {
    assertPlayed(oursAlone);
  }

  private static void assertPlayed(Future<Void> story) throws Throwable {
    try {
      story.get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  /**
   * The median of the times from a delivery until a session at the other side sees it: mostly some
   * hundredths of a second, and two seconds if somebody had to go and look.
   */
  private static Duration delay(ReplicatedSide from, ReplicatedSide to) throws Exception {
    List<Duration> delays = new ArrayList<>();
    try (LmtpSession lmtp = new LmtpSession(from.dovecot().lmtpPort());
        ImapSession imap = to.account().imap()) {
      imap.command("SELECT INBOX");
      for (int i = 0; i < 7; i++) {
        lmtp.deliver(from.account().user(), Account.text("delivery " + i));
        long start = System.nanoTime();
        while (imap.command("NOOP").stream().noneMatch(line -> line.endsWith(" EXISTS"))) {
          Thread.sleep(2);
        }
        delays.add(Duration.ofNanos(System.nanoTime() - start));
      }
    }
    delays.sort(null);
    return delays.get(delays.size() / 2);
  }
}
