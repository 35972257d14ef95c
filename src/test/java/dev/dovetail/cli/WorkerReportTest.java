package dev.dovetail.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.replicator.SyncResult;
import org.junit.jupiter.api.Test;

final class WorkerReportTest {
  /** What the channel carries. */
  private static final int LONGEST = 64 * 1024;

  @Test
  void carriesTheStateOfThousandsOfMailboxes() {
    assertThat(carried(SyncResult.done("AQAB/+==".repeat(50_000)))).isTrue();
  }

  @Test
  void carriesAnyReason() {
    assertThat(carried(SyncResult.failed("a\tb\nc\u0001d\\e \u00e4 \ud83d\ude00"))).isTrue();
    assertThat(carried(SyncResult.failed("x" + "\ud83d\ude00".repeat(20_000)))).isTrue();
    assertThat(carried(SyncResult.failed(""))).isTrue();
  }

  @Test
  void isEmptyWithoutAnEnd() {
    WorkerReport report = new WorkerReport();
    report.info(WorkerReport.lines(SyncResult.done("x".repeat(10_000))).get(0));
    assertThat(report.result()).isEmpty();
  }

  private static boolean carried(SyncResult result) {
    WorkerReport report = new WorkerReport();
    for (String line : WorkerReport.lines(result)) {
      byte[] bytes = line.getBytes(UTF_8);
      assertThat(bytes).hasSizeLessThan(LONGEST).doesNotContain((byte) '\n');
      report.info(new String(bytes, UTF_8));
    }
    return report.result().orElseThrow().equals(result);
  }
}
