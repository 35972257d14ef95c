package dev.dovetail.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.log.StderrLog;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

final class WorkerLinesTest {
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final WorkerLines lines =
      new WorkerLines(new StderrLog(log, false).withPrefix("root(jane): "));

  @Test
  void arePassedOnAsTheyStand() {
    lines.take("dovetail(jane): Info: first");
    lines.take("dovetail(jane): Error: second");
    assertThat(log.toString(UTF_8))
        .isEqualTo("dovetail(jane): Info: first\ndovetail(jane): Error: second\n");
    assertThat(lines.lastError()).isEqualTo("second");
    assertThat(lines.failed()).isFalse();
  }

  /** It only sees that nothing comes any more. */
  @Test
  void giveWayToTheReasonThatRootKnows() {
    lines.take("dovetail(jane): Warning: before");
    lines.lose("the remote command was killed");
    lines.take("dovetail(jane): Error: EOF");
    assertThat(lines.failed()).isTrue();
    assertThat(lines.lastError()).isEqualTo("the remote command was killed");
    assertThat(log.toString(UTF_8))
        .isEqualTo(
            "dovetail(jane): Warning: before\n"
                + "root(jane): Error: the remote command was killed\n");
  }
}
