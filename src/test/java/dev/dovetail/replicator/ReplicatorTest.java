package dev.dovetail.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.log.Log;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplicatorTest {
  private static final long DAY = 86_400;

  private final AtomicLong clock = new AtomicLong(1_800_000_000);
  private final FakeRunner runner = new FakeRunner();
  private final List<String> journal = Collections.synchronizedList(new ArrayList<>());
  private final Replicator replicator =
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

  private void start(String... users) {
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

  private void pass(long seconds) {
    clock.addAndGet(seconds);
    replicator.queue().wake();
  }

  private QueueStatus status(String user) {
    return replicator.queue().status(user::equals).get(0);
  }

  private boolean anyFailed() {
    return replicator.queue().status(user -> true).stream().anyMatch(s -> s.entry().failed());
  }

  private void settle() throws InterruptedException {
    for (int i = 0;
        i < 500 && replicator.queue().status(u -> true).stream().anyMatch(QueueStatus::running);
        i++) {
      Thread.sleep(10);
    }
  }

  private void awaitBegun(String text) throws InterruptedException {
    String next = runner.next();
    while (!next.startsWith(text)) {
      next = runner.next();
    }
  }

  /** Lets no sync end that gets no permit. */
  private Semaphore holdSyncs() {
    Semaphore gate = new Semaphore(0);
    runner.work =
        order -> {
          gate.acquireUninterruptibly();
          return SyncResult.done("state");
        };
    return gate;
  }

  @Test
  void aNewUserIsSyncedInFullThenByStateThenInFullAgain() throws InterruptedException {
    start("jane");
    assertThat(runner.next()).isEqualTo("jane tcp:b full");
    settle();
    replicator.queue().changed("jane", Priority.HIGH, clock.get());
    assertThat(runner.next()).isEqualTo("jane tcp:b incremental");
    runner.none();
    pass(DAY);
    assertThat(runner.next()).isEqualTo("jane tcp:b full");
  }

  @Test
  void aForcedSyncLooksAtEverything() throws InterruptedException {
    start("jane");
    runner.next();
    settle();
    assertThat(replicator.queue().replicate("jane"::equals, Priority.LOW, true, clock.get()))
        .isEqualTo(1);
    assertThat(runner.next()).isEqualTo("jane tcp:b full");
  }

  @Test
  void aChangeDuringASyncIsSyncedAfterwards() throws InterruptedException {
    Semaphore gate = holdSyncs();
    start("jane");
    runner.next();
    replicator.queue().changed("jane", Priority.LOW, clock.get());
    replicator.queue().changed("jane", Priority.HIGH, clock.get());
    runner.none();
    gate.release(10);
    assertThat(runner.next()).isEqualTo("jane tcp:b incremental");
    runner.none();
  }

  @Test
  void whoWaitsIsAnsweredByTheSyncThatBeganLater() throws Exception {
    Semaphore gate = holdSyncs();
    start("jane");
    runner.next();
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    replicator.queue().awaited("jane", answer::complete, clock.get());
    gate.release(1);
    runner.next();
    assertThat(answer.isDone()).isFalse();
    gate.release(1);
    assertThat(answer.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoWaitsForAUserThatNobodyKnowsIsTurnedDown() throws Exception {
    start();
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    replicator.queue().awaited("nobody", answer::complete, clock.get());
    assertThat(answer.get(10, TimeUnit.SECONDS)).isFalse();
    assertThat(replicator.queue().status(user -> true)).isEmpty();
    assertThat(journal).contains("-nobody");
  }

  @Test
  void oneWhoFailsKeepsNoOtherWaiting() throws InterruptedException {
    runner.work = order -> SyncResult.failed("a corrupt mailbox");
    start("jane");
    runner.next();
    settle();
    assertThat(status("jane").entry().failed()).isTrue();
    runner.work = order -> SyncResult.done("state");
    runner.users.put("joe", List.of("tcp:b"));
    replicator.scan(false);
    assertThat(runner.next()).isEqualTo("joe tcp:b full");
    runner.none();
    pass(5);
    assertThat(runner.next()).isEqualTo("jane tcp:b normal");
    settle();
    assertThat(status("jane").entry().failed()).isFalse();
  }

  @Test
  void aDeadDestinationIsProbedByOneUser() throws InterruptedException {
    start("u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9");
    for (int i = 0; i < 9; i++) {
      runner.next();
    }
    settle();
    runner.work = order -> SyncResult.unreachable("connection refused");
    replicator.queue().changed("u1", Priority.HIGH, clock.get());
    assertThat(runner.next()).startsWith("u1 ");
    settle();
    int lookUps = runner.lookUps.get();
    for (int i = 2; i <= 9; i++) {
      replicator.queue().changed("u" + i, Priority.HIGH, clock.get());
    }
    runner.none();
    assertThat(runner.lookUps).as("those who wait are not even looked up").hasValue(lookUps);
    pass(6);
    runner.next();
    runner.none();
    runner.work = order -> SyncResult.done("state");
    pass(15);
    // Whoever comes while one is finding out waits for a second.
    for (int i = 0; i < 500 && anyFailed(); i++) {
      pass(1);
      Thread.sleep(10);
    }
    assertThat(anyFailed()).isFalse();
  }

  @Test
  void whoAloneCannotReachADestinationKeepsNobodyFromIt() throws InterruptedException {
    runner.work =
        order ->
            order.destination().startsWith("tcp:bad@")
                ? SyncResult.unreachable("it rejected the password")
                : SyncResult.done("state");
    runner.users.put("jim", List.of("tcp:bad@b"));
    start();
    assertThat(runner.next()).isEqualTo("jim tcp:bad@b full");
    settle();
    runner.users.put("jane", List.of("tcp:b"));
    replicator.scan(false);
    pass(10);
    while (status("jane").entry().lastSuccess() == 0) {
      pass(1);
      Thread.sleep(10);
    }
    settle();
    runner.begun.clear();
    replicator.queue().changed("jim", Priority.HIGH, clock.get());
    pass(20);
    awaitBegun("jim tcp:bad@b ");
    settle();
    replicator.queue().changed("jane", Priority.HIGH, clock.get());
    awaitBegun("jane tcp:b incremental");
  }

  @Test
  void aDestinationThatWasDeadBeforeTheStartIsProbedByOneUserToo() throws InterruptedException {
    Trouble trouble = new Trouble(7, clock.get(), "connection refused");
    Replica replica = new Replica("tcp:b", "old", 0, trouble);
    for (String user : List.of("jane", "jim", "joe")) {
      QueueEntry tried = QueueEntry.untried(user).started(clock.get() - DAY / 2, true);
      replicator.restore(
          List.of(tried.ended(Trouble.NONE, List.of(replica), java.util.Optional.empty())));
    }
    replicator.use(new Schedule(DAY), 1);
    runner.work = order -> SyncResult.unreachable("connection refused");
    start("jane", "jim", "joe");
    runner.next();
    runner.none();
  }

  @Test
  void whoFailsForReasonsOfTheirOwnIsNotTriedEarlyWhenTheHostIsBack() throws InterruptedException {
    start("jane");
    runner.next();
    settle();
    runner.users.put("jim", List.of("tcp:bad@b"));
    runner.work = order -> SyncResult.failed("over quota");
    replicator.scan(false);
    assertThat(runner.next()).isEqualTo("jim tcp:bad@b full");
    settle();
    pass(5);
    assertThat(runner.next()).isEqualTo("jim tcp:bad@b normal");
    settle();
    runner.work = order -> SyncResult.unreachable("connection refused");
    replicator.queue().changed("jane", Priority.HIGH, clock.get());
    assertThat(runner.next()).startsWith("jane ");
    settle();
    runner.work = order -> SyncResult.done("state");
    pass(6);
    assertThat(runner.next()).startsWith("jane ");
    runner.none();
    pass(4);
    assertThat(runner.next()).startsWith("jim ");
  }

  @Test
  void whoMeetsAProbeUnderWayIsTriedAsSoonAsTheHostIsBack() throws InterruptedException {
    runner.users.put("joe", List.of("tcp:b", "tcp:c"));
    start("jane");
    runner.next();
    runner.next();
    runner.next();
    settle();
    runner.work = order -> SyncResult.unreachable("connection refused");
    replicator.queue().changed("jane", Priority.HIGH, clock.get());
    assertThat(runner.next()).startsWith("jane ");
    settle();
    Semaphore probe = new Semaphore(0);
    Semaphore other = new Semaphore(0);
    runner.work =
        order -> {
          (order.destination().equals("tcp:b") ? probe : other).acquireUninterruptibly();
          return SyncResult.done("state");
        };
    pass(6);
    assertThat(runner.next()).startsWith("jane tcp:b ");
    replicator.queue().changed("joe", Priority.HIGH, clock.get());
    assertThat(runner.next()).as("passes over b").startsWith("joe tcp:c ");
    probe.release(10);
    while (status("jane").entry().failed()) {
      Thread.sleep(10);
    }
    other.release(10);
    assertThat(runner.next()).startsWith("joe tcp:b ");
    settle();
    assertThat(anyFailed()).isFalse();
  }

  @Test
  void usersAreSyncedWhileOthersAreStillListed() throws InterruptedException {
    runner.afterList =
        () -> {
          try {
            assertThat(runner.next()).isEqualTo("jane tcp:b full");
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        };
    start("jane");
  }

  @Test
  void aListingThatFailsInTheMiddleAddsWhomItHasNamedAndForgetsNobody()
      throws InterruptedException {
    start("jane", "joe");
    runner.next();
    runner.next();
    settle();
    runner.users.remove("joe");
    runner.users.put("jim", List.of("tcp:b"));
    runner.afterList =
        () -> {
          throw new IOException("the user database is away");
        };
    replicator.scan(false);
    assertThat(runner.next()).isEqualTo("jim tcp:b full");
    assertThat(replicator.queue().status(user -> true))
        .extracting(status -> status.entry().user())
        .containsExactlyInAnyOrder("jane", "jim", "joe");
  }

  @Test
  void whoIsTurnedAwayFromWhereOthersAreLetInKeepsNobodyWaiting() throws InterruptedException {
    runner.work =
        order ->
            order.destination().startsWith("tcp:bad@")
                ? SyncResult.turnedAway("it rejected the password")
                : SyncResult.done("state");
    start("jane");
    assertThat(runner.next()).isEqualTo("jane tcp:b full");
    settle();
    runner.users.put("ann", List.of("tcp:bad@b"));
    replicator.scan(false);
    assertThat(runner.next()).isEqualTo("ann tcp:bad@b full");
    settle();
    pass(5);
    assertThat(runner.next()).isEqualTo("ann tcp:bad@b normal");
    settle();
    replicator.queue().changed("jane", Priority.HIGH, clock.get());
    assertThat(runner.next()).isEqualTo("jane tcp:b incremental");
  }

  @Test
  void aDestinationThatTurnsOneAfterTheOtherAwayIsProbedByOneUser() throws InterruptedException {
    start("u1", "u2", "u3", "u4");
    for (int i = 0; i < 4; i++) {
      runner.next();
    }
    settle();
    runner.work = order -> SyncResult.turnedAway("it rejected the password");
    for (String user : List.of("u1", "u2")) {
      replicator.queue().changed(user, Priority.HIGH, clock.get());
      assertThat(runner.next()).startsWith(user);
      settle();
    }
    replicator.queue().changed("u3", Priority.HIGH, clock.get());
    replicator.queue().changed("u4", Priority.HIGH, clock.get());
    runner.none();
  }

  @Test
  void whoHasFoundADestinationDeadLetsOthersTryItNext() throws InterruptedException {
    runner.work =
        order ->
            order.destination().startsWith("tcp:bad@")
                ? SyncResult.unreachable("it rejected the password")
                : SyncResult.done("state");
    runner.users.put("ann", List.of("tcp:bad@b"));
    start();
    assertThat(runner.next()).isEqualTo("ann tcp:bad@b full");
    settle();
    runner.users.put("jane", List.of("tcp:b"));
    replicator.scan(false);
    runner.none();
    pass(5);
    assertThat(runner.next()).startsWith("jane tcp:b ");
  }

  @Test
  void otherRulesCountAtOnce() throws InterruptedException {
    Semaphore gate = holdSyncs();
    replicator.use(new Schedule(DAY), 1);
    start("jane", "joe");
    runner.next();
    runner.none();
    replicator.use(new Schedule(10), 2);
    runner.next();
    gate.release(10);
    settle();
    pass(10);
    assertThat(List.of(runner.next(), runner.next()))
        .containsExactlyInAnyOrder("jane tcp:b full", "joe tcp:b full");
  }

  @Test
  void oneOfTwoDestinationsThatFailsIsTriedAgainAlone() throws InterruptedException {
    runner.users.put("jane", List.of("tcp:b", "tcp:c"));
    runner.work =
        order ->
            order.destination().equals("tcp:c")
                ? SyncResult.failed("over quota")
                : SyncResult.done("b's");
    start();
    assertThat(runner.next()).isEqualTo("jane tcp:b full");
    assertThat(runner.next()).isEqualTo("jane tcp:c full");
    settle();
    pass(5);
    assertThat(runner.next()).isEqualTo("jane tcp:c normal");
    settle();
    replicator.queue().changed("jane", Priority.HIGH, clock.get());
    assertThat(runner.next()).isEqualTo("jane tcp:b incremental");
    assertThat(runner.next()).isEqualTo("jane tcp:c normal");
    settle();
    assertThat(status("jane").entry().replica("tcp:c").trouble().reason()).isEqualTo("over quota");
  }

  @Test
  void whoIsNotToBeReplicatedIsForgottenUntilThereIsNews() throws InterruptedException {
    runner.users.put("joe", List.of());
    start("jane");
    runner.next();
    settle();
    assertThat(replicator.queue().status(user -> true)).hasSize(1);
    int lookUps = runner.lookUps.get();
    replicator.scan(false);
    runner.none();
    assertThat(runner.lookUps).hasValue(lookUps);
    runner.users.put("joe", List.of("tcp:b"));
    replicator.queue().changed("joe", Priority.LOW, clock.get());
    assertThat(runner.next()).isEqualTo("joe tcp:b full");
  }

  @Test
  void aUserWhoIsRemovedWhileBeingSyncedStaysRemoved() throws InterruptedException {
    Semaphore gate = holdSyncs();
    start("jane");
    runner.next();
    assertThat(replicator.queue().remove("jane")).isTrue();
    assertThat(replicator.queue().remove("jane")).isFalse();
    gate.release(10);
    replicator.end(10_000);
    assertThat(replicator.entries()).isEmpty();
  }

  @Test
  void whoIsKnownFromBeforeIsSyncedOnceAfterTheStart() throws InterruptedException {
    Replica replica = new Replica("tcp:b", "old", clock.get(), Trouble.NONE);
    QueueEntry known =
        QueueEntry.untried("jane")
            .started(clock.get(), true)
            .ended(Trouble.NONE, List.of(replica), java.util.Optional.empty());
    replicator.restore(List.of(known));
    start("jane");
    assertThat(runner.next()).isEqualTo("jane tcp:b incremental");
    runner.none();
  }

  @Test
  void theOtherHostsSyncStandsForOurs() throws InterruptedException {
    start("jane");
    runner.next();
    settle();
    pass(DAY - 10);
    replicator.queue().syncedByOther("jane", true, "theirs", clock.get());
    pass(20);
    runner.none();
    replicator.queue().changed("jane", Priority.LOW, clock.get());
    assertThat(runner.next()).isEqualTo("jane tcp:b incremental");
  }

  @Test
  void afterTheClockWasSetBackADayChangesAreStillSynced() throws InterruptedException {
    start("jane");
    runner.next();
    settle();
    pass(-DAY);
    replicator.queue().changed("jane", Priority.LOW, clock.get());
    assertThat(runner.next()).isEqualTo("jane tcp:b incremental");
    settle();
    pass(DAY);
    assertThat(runner.next()).isEqualTo("jane tcp:b full");
  }

  @Test
  void afterTheClockWasSetBackADayADeadDestinationIsTriedAsSoonAsBefore()
      throws InterruptedException {
    runner.work = order -> SyncResult.unreachable("connection refused");
    start("jane");
    runner.next();
    settle();
    runner.work = order -> SyncResult.done("state");
    pass(-DAY);
    runner.none();
    assertThat(status("jane").due() - clock.get()).isBetween(1L, 6L);
    pass(6);
    assertThat(runner.next()).isEqualTo("jane tcp:b normal");
  }

  @Test
  void aSyncThatTheEndCutsShortIsKeptAsItWasBefore() throws InterruptedException {
    Semaphore gate = new Semaphore(0);
    start("jane");
    runner.next();
    settle();
    runner.work =
        order -> {
          gate.acquireUninterruptibly();
          return SyncResult.failed("cut short");
        };
    replicator.queue().replicate("jane"::equals, Priority.HIGH, true, clock.get());
    runner.next();
    replicator.stop();
    gate.release();
    assertThat(replicator.end(10_000)).isTrue();
    QueueEntry kept = replicator.entries().get(0);
    assertThat(kept.priority()).isEqualTo(Priority.HIGH);
    assertThat(kept.forceFull()).isTrue();
    assertThat(kept.failed()).isFalse();
  }

  @Test
  void aUserDatabaseThatIsAwayIsTheUsersTroubleForAWhile() throws InterruptedException {
    runner.users.put("jane", List.of("error"));
    start();
    for (int i = 0;
        i < 500
            && (replicator.queue().status(u -> true).isEmpty() || !status("jane").entry().failed());
        i++) {
      Thread.sleep(10);
    }
    assertThat(status("jane").entry().trouble().reason()).isEqualTo("the user database is away");
    runner.users.put("jane", List.of("tcp:b"));
    pass(6);
    assertThat(runner.next()).isEqualTo("jane tcp:b normal");
  }
}
