package dev.dovetail.storage.lock;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.storage.LockTimeoutException;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  @Test
  void saysHowLongItWaitedOnlyIfItDid() {
    assertThatThrownBy(() -> Deadline.inSeconds(0).pause("the list is locked"))
        .isInstanceOf(LockTimeoutException.class)
        .hasMessage("the list is locked");
    Deadline second = Deadline.inSeconds(1);
    assertThatThrownBy(
            () -> {
              while (true) {
                second.pause("the list is locked");
              }
            })
        .hasMessage("Waited 1 seconds for a lock and gave up: the list is locked");
  }
}
