package dev.dovetail.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueueEntryTest {
  private static Trouble until(long nextTry) {
    return new Trouble(3, nextTry, "no luck");
  }

  @Test
  void aHostThatIsBackBringsForwardWhatFailedWithItAndNothingElse() {
    Replica full = new Replica("tcp:b", "", 0, until(100));
    Replica back = new Replica("tcp:jane@c", "state", 7, until(200));
    Replica fine = new Replica("tcp:joe@c", "other", 8, Trouble.NONE);
    QueueEntry entry =
        QueueEntry.untried("jane").ended(until(300), List.of(full, back, fine), Optional.empty());
    QueueEntry after = entry.retriedAt(50, "tcp:c");
    assertThat(after.replicas())
        .containsExactly(full, new Replica("tcp:jane@c", "state", 7, until(50)), fine);
    assertThat(after.trouble()).isEqualTo(until(300));
  }
}
