package dev.dovetail.replicator.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.replicator.control.UserReport.DestinationReport;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UserReportTest {

  @Test
  void whatIsWrittenIsRead() {
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      List<UserReport> reports = new ArrayList<>();
      StringBuilder lines = new StringBuilder();
      for (int user = random.nextInt(4); user > 0; user--) {
        UserReport report = report(random);
        reports.add(report);
        lines.append(report.lines());
      }
      assertThat(UserReport.parse(List.of(lines.toString().split("\n")))).isEqualTo(reports);
    }
  }

  @Test
  void randomLinesAreLeftOut() {
    Random random = new Random(6);
    for (int i = 0; i < 2000; i++) {
      String start = random.nextBoolean() ? "U\t" : "D\t";
      UserReport.parse(List.of(start + RandomText.of(random), RandomText.of(random)));
    }
  }

  private static UserReport report(Random random) {
    UserRow row =
        new UserRow(
            RandomText.of(random), "low", 1, 2, random.nextBoolean(), 3, OptionalLong.of(4));
    List<DestinationReport> destinations = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      destinations.add(
          new DestinationReport(
              RandomText.of(random), random.nextInt(99), i, 7, RandomText.of(random)));
    }
    return new UserReport(row, random.nextBoolean(), RandomText.of(random), destinations);
  }
}
