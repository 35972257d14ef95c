package dev.dovetail.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.log.Log;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/** A running replicator whose clock, users and syncs are the test's. */
abstract class ReplicatorFixture {
  static final long DAY = 86_400;

  final AtomicLong clock = new AtomicLong(1_800_000_000);
  final FakeRunner runner = new FakeRunner();
  final List<String> journal = Collections.synchronizedList(new ArrayList<>());
  final Replicator replicator =
      new Replicator(
          new Schedule(DAY),
          3,
          new Backoff(() -> 0.5),
          runner,
          new Journal() {
            @Override
            public void changed(QueueEntry entry) {
              journal.add(entry.user() + " " + entry.priority());
            }

            @Override
            public void removed(String user) {
              journal.add("-" + user);
            }
          },
          clock::get,
          Log.NONE);

  void start(String... users) {
    for (String user : users) {
      runner.users.put(user, List.of("tcp:b"));
    }
    Thread thread =
        new Thread(
            () -> {
              try {
                replicator.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.setDaemon(true);
    thread.start();
    replicator.scan(false);
  }

  @AfterEach
  void end() throws InterruptedException {
    replicator.end(10_000);
    assertThat(runner.overlapped).as("two syncs of one user at a time").isFalse();
  }

  void pass(long seconds) {
    clock.addAndGet(seconds);
    replicator.queue().wake();
  }

  QueueStatus status(String user) {
    return replicator.queue().status(user::equals).get(0);
  }

  boolean anyFailed() {
    return replicator.queue().status(user -> true).stream().anyMatch(s -> s.entry().failed());
  }

  void settle() throws InterruptedException {
    for (int i = 0;
        i < 500 && replicator.queue().status(u -> true).stream().anyMatch(QueueStatus::running);
        i++) {
      Thread.sleep(10);
    }
  }

  void awaitBegun(String text) throws InterruptedException {
    String next = runner.next();
    while (!next.startsWith(text)) {
      next = runner.next();
    }
  }

  /** Lets no sync end that gets no permit. */
  Semaphore holdSyncs() {
    Semaphore gate = new Semaphore(0);
    runner.work =
        order -> {
          gate.acquireUninterruptibly();
          return SyncResult.done("state");
        };
    return gate;
  }
}
