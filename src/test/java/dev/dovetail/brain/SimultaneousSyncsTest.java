package dev.dovetail.brain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.mail.Flags;
import dev.dovetail.storage.InMemoryStore;
import dev.dovetail.storage.InMemoryStore.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two hosts that begin to sync with each other at the same time, without {@code -l}. */
@Timeout(60)
class SimultaneousSyncsTest {
  private static final int MAILBOXES = 20;

  private final AtomicLong clock = new AtomicLong(1_700_000_000);
  private final InMemoryStore a = store("a", 1);
  private final InMemoryStore b = store("b", 2);

  @Test
  void neverWaitForEachOthersMailboxes() throws Exception {
    for (int i = 0; i < MAILBOXES; i++) {
      a.create("Box " + i).deliver("g" + i, "text");
    }
    new TwoEnds(a, b).sync();
    for (int i = 0; i < MAILBOXES; i++) {
      a.mailbox("Box " + i).deliver("new-a" + i, "a");
      b.mailbox("Box " + i).addFlags(1, Flags.SEEN);
    }
    long before = System.nanoTime();
    // On such a link both have locked their own mailboxes before they hear of the other's.
    CompletableFuture<Void> there = inBackground(new TwoEnds(a, b).over(new SlowLink()));
    CompletableFuture<Void> back = inBackground(new TwoEnds(b, a).over(new SlowLink()));
    there.get();
    back.get();
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before)).isLessThan(25);
    new TwoEnds(a, b).sync();
    assertThat(b.describe()).isEqualTo(a.describe());
    for (int i = 0; i < MAILBOXES; i++) {
      assertThat(a.mailbox("Box " + i).refresh().presentCount()).isEqualTo(2);
    }
  }

  private static CompletableFuture<Void> inBackground(TwoEnds ends) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            ends.sync();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> new Thread(task, "sync").start());
  }

  private InMemoryStore store(String name, int seed) {
    return new InMemoryStore("memory:" + name, Layout.NESTED, clock::incrementAndGet, seed);
  }
}
