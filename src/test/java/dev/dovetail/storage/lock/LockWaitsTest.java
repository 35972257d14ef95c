package dev.dovetail.storage.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LockWaitsTest {

  @Test
  void neverWaitLongerThanUsualNorThanTheyMay() {
    assertThat(LockWaits.USUAL.seconds(180)).isEqualTo(180);
    assertThat(new LockWaits(5).seconds(180)).isEqualTo(5);
    assertThat(new LockWaits(500).seconds(180)).isEqualTo(180);
    assertThat(new LockWaits(5).deadline(180).remainingNanos()).isBetween(1L, 5_000_000_000L);
  }
}
