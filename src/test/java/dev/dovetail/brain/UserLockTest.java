package dev.dovetail.brain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.storage.InMemoryStore;
import dev.dovetail.storage.InMemoryStore.Layout;
import dev.dovetail.storage.StoreLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With {@code -l} a sync waits for another one, at both ends. */
@Timeout(60)
class UserLockTest {
  private final AtomicLong clock = new AtomicLong(1_700_000_000);
  private final InMemoryStore locking = store("locking", 1);
  private final InMemoryStore other = store("other", 2);

  @Test
  void theInitiatorSeesWhatTheSyncBeforeHasDone() throws Exception {
    play(new TwoEnds(other, locking).withInitiator("b.test").withResponder("a.test", null));
  }

  @Test
  void theResponderSeesWhatTheSyncBeforeHasDone() throws Exception {
    play(new TwoEnds(locking, other).withInitiator("a.test").withResponder("b.test", null));
  }

  private void play(TwoEnds ends) throws Exception {
    ends.withLockTimeout(30);
    locking.create("Draft").deliver("g1", "text");
    String state = ends.syncFrom("").state();
    followASync(ends, "", "Draft", "Final");
    followASync(ends, state, "Final", "Sent");
  }

  private void followASync(TwoEnds ends, String state, String from, String to) throws Exception {
    CompletableFuture<Void> sync;
    try (StoreLock ofTheSyncBefore = locking.lockUser(0)) {
      sync = CompletableFuture.runAsync(() -> syncFrom(ends, state));
      // Time enough to read what is about to change.
      TimeUnit.MILLISECONDS.sleep(300);
      locking.rename(from, to);
      locking.create(from).deliver("new " + from, "text");
      new TwoEnds(locking, other).sync();
    }
    String before = locking.describe();
    sync.get();
    assertThat(locking.describe()).isEqualTo(before);
    assertThat(other.describe()).isEqualTo(before);
  }

  private static void syncFrom(TwoEnds ends, String state) {
    try {
      ends.syncFrom(state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private InMemoryStore store(String name, int seed) {
    return new InMemoryStore("memory:" + name, Layout.NESTED, clock::incrementAndGet, seed);
  }
}
