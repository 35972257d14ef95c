package dev.dovetail.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  private static final long DAY = 86_400;
  private static final long NOW = 1_800_000_000;
  private static final Schedule SCHEDULE = new Schedule(DAY);
  private static final Backoff NO_CHANCE = new Backoff(() -> 0.5);

  @ParameterizedTest
  @CsvSource({"SYNC, 0", "HIGH, 1", "LOW, 2"})
  void whoHasNeverBeenSyncedComesFirst(Priority priority, long due) {
    assertThat(SCHEDULE.due(QueueEntry.untried("jane").raised(priority, NOW))).isEqualTo(due);
  }

  @Test
  void whoHasNeverBeenSyncedIsDueWithoutAnyChange() {
    assertThat(SCHEDULE.due(QueueEntry.untried("jane"))).isLessThan(NOW);
  }

  @ParameterizedTest
  @CsvSource({"LOW, 900", "HIGH, 1800", "SYNC, 2700"})
  void aChangeIsDueAheadOfItsTimeByItsPriority(Priority priority, long lead) {
    assertThat(SCHEDULE.due(synced().raised(priority, NOW))).isEqualTo(NOW - lead);
  }

  @Test
  void whoIsInSyncIsDueForTheNextFullSync() {
    assertThat(SCHEDULE.due(synced())).isEqualTo(NOW - 100 + DAY);
    assertThat(SCHEDULE.isFull(synced(), NOW)).isFalse();
    assertThat(SCHEDULE.isFull(synced(), NOW - 100 + DAY)).isTrue();
    assertThat(SCHEDULE.isFull(synced().forcedFull(), NOW)).isTrue();
  }

  @Test
  void aFailureIsTriedAgainAfterItsPause() {
    assertThat(SCHEDULE.due(failed(1))).isEqualTo(NOW + 5);
    assertThat(SCHEDULE.due(failed(4))).isEqualTo(NOW + 40);
    assertThat(SCHEDULE.due(failed(30))).isEqualTo(NOW + 3600);
  }

  @Test
  void aChangeShortensALongPauseButDoesNotDropIt() {
    QueueEntry changed = failed(30).raised(Priority.HIGH, NOW);
    assertThat(SCHEDULE.due(changed)).isEqualTo(changed.lastFast() + 15);
    assertThat(SCHEDULE.due(failed(1).raised(Priority.HIGH, NOW))).isEqualTo(NOW + 5);
  }

  @Test
  void aPriorityIsRaisedAndNeverLowered() {
    QueueEntry high = synced().raised(Priority.HIGH, NOW);
    assertThat(high.raised(Priority.LOW, NOW + 50)).isEqualTo(high);
    assertThat(high.raised(Priority.HIGH, NOW + 50)).isEqualTo(high);
    assertThat(high.raised(Priority.SYNC, NOW + 50).lastUpdate()).isEqualTo(NOW + 50);
  }

  @Test
  void pausesDoubleUpToAnHourAndDifferByChance() {
    for (double chance : new double[] {0, 0.25, 1}) {
      Backoff backoff = new Backoff(() -> chance);
      long last = 0;
      for (int attempts = 1; attempts < 1000; attempts++) {
        long pause = backoff.seconds(attempts);
        assertThat(pause).isBetween(Math.max(last, 4), 4320L);
        last = pause;
      }
    }
    assertThat(new Backoff(() -> 0).seconds(9)).isLessThan(new Backoff(() -> 1).seconds(9));
  }

  @Test
  void afterTheClockWasSetBackNothingLiesInTheFuture() {
    QueueEntry then = failed(30).raised(Priority.HIGH, NOW);
    long now = NOW - DAY;
    QueueEntry settled = then.notAfter(now);
    assertThat(List.of(settled.lastFast(), settled.lastFull(), settled.lastUpdate()))
        .allMatch(time -> time <= now);
    assertThat(SCHEDULE.due(settled)).isLessThanOrEqualTo(now + 15);
    assertThat(SCHEDULE.due(synced().notAfter(now))).isEqualTo(now + DAY);
  }

  @Test
  void whenTheClockIsSetBackAPauseStaysAsLongAsItWas() {
    long now = NOW - DAY;
    QueueEntry then = failed(30);
    QueueEntry settled = then.afterSettingBack(new SetBack(now, DAY));
    assertThat(settled.nextTry() - now).isEqualTo(then.nextTry() - NOW);
    assertThat(now - settled.lastFull()).isEqualTo(NOW - then.lastFull());
    QueueEntry before = QueueEntry.untried("jane").started(now - 7, true);
    assertThat(before.afterSettingBack(new SetBack(now, DAY))).isEqualTo(before);
  }

  private static QueueEntry synced() {
    return QueueEntry.untried("jane").started(NOW - 100, true);
  }

  private static QueueEntry failed(int attempts) {
    Trouble trouble = new Trouble(attempts - 1, 0, "").again(NOW, NO_CHANCE, "broken");
    return synced()
        .started(NOW, false)
        .ended(
            Trouble.NONE,
            List.of(new Replica("tcp:b", "", 0, trouble)),
            java.util.Optional.empty());
  }
}
