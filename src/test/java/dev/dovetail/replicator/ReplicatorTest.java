package dev.dovetail.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReplicatorTest extends ReplicatorFixture {
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
