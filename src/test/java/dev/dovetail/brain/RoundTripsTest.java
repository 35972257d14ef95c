package dev.dovetail.brain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.mail.Flags;
import dev.dovetail.storage.InMemoryMailbox;
import dev.dovetail.storage.InMemoryStore;
import dev.dovetail.storage.InMemoryStore.Layout;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How often two Dovetails wait for each other: on a long line that is what a sync takes. */
class RoundTripsTest {
  /** More than two batches. */
  private static final int MAILBOXES = 2 * Batch.MAX_MAILBOXES + 1;

  private final AtomicLong clock = new AtomicLong(1_700_000_000);
  private final InMemoryStore a = store("a", 1);
  private final InMemoryStore b = store("b", 2);
  private final TwoEnds ends = new TwoEnds(a, b);
  private String state;

  @BeforeEach
  void startInStep() throws IOException {
    for (int i = 0; i < MAILBOXES; i++) {
      InMemoryMailbox mailbox = a.create("Box " + i);
      for (int mail = 0; mail < 3; mail++) {
        mailbox.deliver("g" + i + "." + mail, "text");
      }
    }
    ends.sync();
    state = ends.syncFrom("").state();
  }

  private int tripsOf(Direction direction, Optional<String> from) throws IOException {
    SlowLink link = new SlowLink();
    ends.over(link).sync(TwoEnds.options(direction, false, from));
    return link.trips();
  }

  private void changeAtBothEnds(int first, int behindLast) throws IOException {
    for (int i = first; i < behindLast; i++) {
      a.mailbox("Box " + i).deliver("new-a" + i, "a");
      b.mailbox("Box " + i).addFlags(1, Flags.SEEN);
      b.mailbox("Box " + i).expunge(2);
      b.mailbox("Box " + i).deliver("new-b" + i, "b");
    }
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void nothingToDoTakesThreeRoundTripsWithoutAState(Direction direction) throws IOException {
    assertThat(tripsOf(direction, Optional.empty())).isLessThanOrEqualTo(6);
  }

  @Test
  void nothingToDoTakesThreeRoundTripsWithAState() throws IOException {
    assertThat(tripsOf(Direction.TWO_WAY, Optional.of(state))).isLessThanOrEqualTo(6);
  }

  @Test
  void waitingForTheLockOfTheInitiatorTakesOneMore() throws IOException {
    SlowLink link = new SlowLink();
    ends.withLockTimeout(30).over(link).syncFrom(state);
    assertThat(link.trips()).isLessThanOrEqualTo(8);
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void manyChangedMailboxesTakeNoMoreThanOne(Direction direction) throws IOException {
    changeAtBothEnds(MAILBOXES - 1, MAILBOXES);
    int one = tripsOf(direction, Optional.empty());
    changeAtBothEnds(0, Batch.MAX_MAILBOXES - 1);
    // How much an end says before it waits depends a little on the machine's load.
    assertThat(tripsOf(direction, Optional.empty())).isLessThanOrEqualTo(one + 2).isLessThan(14);
  }

  @Test
  void moreMailboxesThanOneBatchTakesAreAllSynced() throws IOException {
    changeAtBothEnds(0, MAILBOXES);
    int trips = tripsOf(Direction.TWO_WAY, Optional.of(state));
    assertThat(b.describe()).isEqualTo(a.describe());
    assertThat(trips).isLessThan(6 + 3 * 6 + 1);
  }

  private InMemoryStore store(String name, int seed) {
    return new InMemoryStore("memory:" + name, Layout.NESTED, clock::incrementAndGet, seed);
  }
}
