package dev.dovetail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.replicator.control.UserReport;
import dev.dovetail.replicator.control.UserReport.DestinationReport;
import dev.dovetail.replicator.control.UserRow;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReplicatorDetailsTest {
  private static final long NOW = 1_800_000_000;
  private static final UserReport JANE =
      new UserReport(
          new UserRow("jane", "high", NOW - 5, NOW - 3661, true, NOW - 60, OptionalLong.of(20)),
          true,
          "",
          List.of(
              new DestinationReport("tcp:b", NOW - 60, 0, 0, ""),
              new DestinationReport("tcp:c", 0, 2, NOW + 20, "connection\"refused")));

  @Test
  void peopleReadOfEachDestinationWhatFailedAndWhatIsNext() {
    assertThat(new ReplicatorDetails(NOW).text(List.of(JANE)))
        .isEqualTo(
            """
            user:           jane
            priority:       high, syncing now
            last sync:      00:00:05 ago
            last full:      01:01:01 ago
            last success:   00:01:00 ago
            next sync:      in 00:00:20
            destination:    tcp:b
              last success: 00:01:00 ago
            destination:    tcp:c
              last success: never
              failed:       2 attempts
              last error:   connection"refused
              next try:     in 00:00:20
            """);
  }

  @Test
  void programsReadTheSame() {
    assertThat(new ReplicatorDetails(NOW).json(List.of(JANE)))
        .startsWith("[{\"user\":\"jane\",\"priority\":\"high\",\"syncing\":true,\"failed\":true")
        .endsWith(
            "{\"destination\":\"tcp:c\",\"last_success\":0,\"failed_attempts\":2,"
                + "\"next_try\":1800000020,\"last_error\":\"connection\\\"refused\"}]}]\n");
    assertThat(new ReplicatorDetails(NOW).json(List.of())).isEqualTo("[]\n");
  }

  @Test
  void monitoringIsToldHowBadItIs() {
    UserRow well = new UserRow("joe", "none", 1, 1, false, 1, OptionalLong.empty());
    assertThat(ReplicatorCheck.of(List.of(well)))
        .isEqualTo(new ReplicatorCheck(0, "OK: 1 users, none fails, 0 wait for a sync"));
    assertThat(ReplicatorCheck.of(List.of(well, JANE.row())))
        .isEqualTo(new ReplicatorCheck(1, "WARNING: 1 of 2 users fail: jane"));
    assertThat(ReplicatorCheck.of(List.of(JANE.row())).exitCode()).isEqualTo(2);
    assertThat(ReplicatorCheck.of(List.of()).exitCode()).isZero();
  }
}
