package dev.dovetail.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Hosts that cannot be reached, and users who alone cannot reach one. */
class DeadDestinationTest extends ReplicatorFixture {
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
  void whoHasOnlyWaitedForADeadHostIsSyncedInFullWhenItIsBack() throws InterruptedException {
    runner.work = order -> SyncResult.unreachable("connection refused");
    start("jane");
    assertThat(runner.next()).isEqualTo("jane tcp:b full");
    settle();
    runner.users.put("jim", List.of("tcp:b"));
    replicator.scan(false);
    runner.none();
    settle();
    assertThat(status("jim").entry().failed()).isTrue();
    assertThat(status("jim").entry().lastFast()).as("none has begun").isZero();
    assertThat(status("jim").entry().lastFull()).isZero();
    assertThat(status("jim").due()).isGreaterThan(clock.get());
    runner.work = order -> SyncResult.done("state");
    pass(10);
    awaitBegun("jim tcp:b full");
  }

  @Test
  void whoIsReplicatedByTheAdminNeedNotWaitForADeadHost() throws InterruptedException {
    start("jane", "jim");
    runner.next();
    runner.next();
    settle();
    runner.work = order -> SyncResult.unreachable("connection refused");
    replicator.queue().changed("jim", Priority.HIGH, clock.get());
    assertThat(runner.next()).startsWith("jim ");
    settle();
    runner.work = order -> SyncResult.done("state");
    replicator.queue().changed("jane", Priority.LOW, clock.get());
    runner.none();
    replicator.queue().replicate("jane"::equals, Priority.NONE, false, clock.get());
    runner.none();
    replicator.queue().replicate("jane"::equals, Priority.LOW, false, clock.get());
    awaitBegun("jane tcp:b");
    awaitBegun("jim tcp:b");
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
}
