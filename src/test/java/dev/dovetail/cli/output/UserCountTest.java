package dev.dovetail.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UserCountTest {
  private final StringBuilder out = new StringBuilder();

  private void count(int users, boolean shown) {
    try (UserCount count = new UserCount(out, shown)) {
      for (int i = 0; i < users; i++) {
        count.finished();
      }
    }
  }

  @Test
  void showsEveryHundredthUserInOnePlace() {
    count(250, true);
    assertThat(out).hasToString("\r100\r200\n");
  }

  @Test
  void saysNothingUnlessAskedTo() {
    count(250, false);
    assertThat(out).isEmpty();
  }
}
