package dev.dovetail.transport.listen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GateTest {
  private final Gate gate = new Gate();

  @Test
  void takesFewStrangersOfOneAddress() {
    for (int i = 0; i < 20; i++) {
      assertThat(gate.admit("192.0.2.1")).isTrue();
    }
    assertThat(gate.admit("192.0.2.1")).isFalse();
    assertThat(gate.admit("192.0.2.2")).isTrue();
    gate.settled("192.0.2.1");
    assertThat(gate.admit("192.0.2.1")).isTrue();
  }

  @Test
  void makesAnAddressThatGuessesWaitLongerAndLonger() {
    gate.admit("192.0.2.1");
    gate.admit("192.0.2.2");
    long[] delays = new long[8];
    for (int i = 0; i < delays.length; i++) {
      delays[i] = gate.failed("192.0.2.1");
    }
    assertThat(delays).containsExactly(500, 1000, 2000, 4000, 8000, 16000, 16000, 16000);
    assertThat(gate.failed("192.0.2.2")).isEqualTo(500);
    gate.settled("192.0.2.1");
    gate.admit("192.0.2.1");
    assertThat(gate.failed("192.0.2.1")).isEqualTo(16000);
  }
}
