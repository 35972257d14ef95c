package dev.dovetail.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueueEntryTest {
  private static Trouble until(long nextTry) {
    return new Trouble(3, nextTry, "no luck");
  }

  private static Trouble ofHostUntil(long nextTry) {
    return new Trouble(3, nextTry, "no luck", true);
  }

  @Test
  void aHostThatIsBackBringsForwardWhatFailedWithItAndNothingElse() {
    Replica full = new Replica("tcp:c", "", 0, until(100));
    Replica back = new Replica("tcp:jane@c", "state", 7, ofHostUntil(200));
    Replica away = new Replica("tcp:b", "", 0, ofHostUntil(100));
    Replica fine = new Replica("tcp:joe@c", "other", 8, Trouble.NONE);
    QueueEntry entry =
        QueueEntry.untried("jane")
            .ended(until(300), List.of(full, back, away, fine), Optional.empty());
    QueueEntry after = entry.released(destination -> destination.endsWith("c"), 50);
    assertThat(after.replicas())
        .containsExactly(full, new Replica("tcp:jane@c", "state", 7, ofHostUntil(50)), away, fine);
    assertThat(after.trouble()).isEqualTo(until(300));
  }
}
