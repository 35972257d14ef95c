package dev.dovetail.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WorkerReportTest {
  /** What the channel carries. */
  private static final int LONGEST = 64 * 1024;

  private final List<String> others = new ArrayList<>();
  private final WorkerReport report = new WorkerReport(others::add);

  @Test
  void carriesTheStateOfThousandsOfMailboxes() {
    assertCarried("DONE", "AQAB/+==".repeat(50_000), "");
  }

  @Test
  void carriesAnyReason() {
    assertCarried("FAILED", "", "a\tb\nc\u0001d\\e \u00e4 \ud83d\ude00");
  }

  @Test
  void dividesNoCharacter() {
    assertCarried("FAILED", "", "x" + "\ud83d\ude00".repeat(20_000));
  }

  @Test
  void isEmptyWithoutAnEnd() {
    report.info(WorkerReport.lines("DONE", "x".repeat(10_000), "").get(0));
    assertThat(report.fields()).isEmpty();
  }

  @Test
  void leavesOtherLinesToOthers() {
    report.info("dovetail(jane): Error: no");
    assertThat(others).containsExactly("dovetail(jane): Error: no");
  }

  private void assertCarried(String... fields) {
    for (String line : WorkerReport.lines(fields)) {
      byte[] bytes = line.getBytes(UTF_8);
      assertThat(bytes).hasSizeLessThan(LONGEST).doesNotContain((byte) '\n');
      report.info(new String(bytes, UTF_8));
    }
    assertThat(report.fields().orElseThrow()).containsExactly(fields);
    assertThat(others).isEmpty();
  }
}
