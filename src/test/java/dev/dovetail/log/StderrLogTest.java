package dev.dovetail.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StderrLogTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final StderrLog log = new StderrLog(err, false);

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void putsPrefixAndTypeInFront() {
    log.withPrefix("dovetail(jane): ").error("User doesn't exist");
    log.warning("careful");
    log.info("dünn");
    log.fatal("over");
    assertThat(said())
        .isEqualTo(
            "dovetail(jane): Error: User doesn't exist\n"
                + "Warning: careful\nInfo: dünn\nFatal: over\n");
  }

  @Test
  void keepsAMessageOnOneLine() {
    log.error("Opening mailbox a\nError: b\tc\u0007 failed");
    assertThat(said()).isEqualTo("Error: Opening mailbox a?Error: b c? failed\n");
  }

  @Test
  void showsDebugLinesAndTimesOnlyIfAsked() {
    log.debug(
        () -> {
          throw new IllegalStateException("nobody asked");
        });
    assertThat(said()).isEmpty();
    log.withDebug().withPrefix("x: ").debug(() -> "seen");
    assertThat(said()).matches("[A-Z][a-z]{2} [0-9]{2} [0-9:]{8} x: Debug: seen\n");
  }

  @Test
  void isSilentAfterItsLastWord() {
    log.withPrefix("x: ").lastWarning("Killed with signal 15");
    log.error("late");
    log.withPrefix("y: ").raw("later");
    assertThat(said()).isEqualTo("x: Warning: Killed with signal 15\n");
  }
}
