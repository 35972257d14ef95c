package dev.dovetail.replicator.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.replicator.Priority;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotifyLineTest {

  @Test
  void namesAUserAndAPriority() {
    assertThat(NotifyLine.parse("jane@example.com\thigh"))
        .contains(new NotifyLine("jane@example.com", Priority.HIGH));
    assertThat(NotifyLine.parse("joe\tsync")).contains(new NotifyLine("joe", Priority.SYNC));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "jane",
        "jane\t",
        "\tlow",
        "jane\tnone",
        "jane\tLOW",
        "jane\tlow\tmore",
        "ja\u0001tne\tlow",
        "ja\u0001nne\tlow",
        "ja\u0000ne\tlow",
        "ja\ufffdne\tlow"
      })
  void anythingElseIsNone(String line) {
    assertThat(NotifyLine.parse(line)).isEmpty();
  }

  @Test
  void aNameOfAMegabyteIsNone() {
    assertThat(NotifyLine.parse("x".repeat(1 << 20) + "\tlow")).isEmpty();
  }

  @Test
  void randomLinesAreHarmless() {
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int n = random.nextInt(12); n > 0; n--) {
        line.append((char) random.nextInt(random.nextBoolean() ? 40 : 0x10000));
      }
      String text = line + (random.nextBoolean() ? "\tlow" : "");
      NotifyLine.parse(text)
          .ifPresent(said -> assertThat(said.user()).isNotEmpty().doesNotContain("\t", "\n"));
      assertThat(NotifyLine.shown(text).length()).isLessThan(90);
    }
  }
}
