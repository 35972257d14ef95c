package dev.dovetail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ManyUsersTest {
  private static RunResult result(String user, int exitCode, String reason) {
    return new RunResult(user, exitCode, null, reason);
  }

  @Test
  void goesOnBehindAUserWhoFails() {
    List<RunResult> results =
        ManyUsers.run(
            List.of("ann", "bob", "cleo"),
            1,
            name -> name.equals("bob") ? result(name, 75, "disk full") : result(name, 0, null));
    assertThat(results).extracting(RunResult::user).containsExactly("ann", "bob", "cleo");
    assertThat(ManyUsers.summary(results))
        .isEqualTo("2 of 3 users synced; failed: bob (disk full)");
    assertThat(ManyUsers.exitCode(results)).isEqualTo(75);
  }

  @Test
  void keepsTheOrderWhenSeveralRunAtTheSameTime() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      names.add("user" + i);
    }
    CountDownLatch together = new CountDownLatch(4);
    List<RunResult> results =
        ManyUsers.run(
            names,
            4,
            name -> {
              together.countDown();
              try {
                assertThat(together.await(10, TimeUnit.SECONDS)).isTrue();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return result(name, 0, null);
            });
    assertThat(results).extracting(RunResult::user).isEqualTo(names);
  }

  @Test
  void leavesOutUsersWhoAreGone() {
    assertThat(ManyUsers.run(List.of("gone"), 2, name -> null)).isEmpty();
    assertThat(ManyUsers.exitCode(List.of())).isZero();
    assertThat(ManyUsers.summary(List.of())).isEqualTo("0 of 0 users synced");
  }

  @Test
  void namesUsersWhoNeedAnotherRun() {
    List<RunResult> results = List.of(result("ann", 0, null), result("bob", 2, "changed"));
    assertThat(ManyUsers.summary(results)).isEqualTo("2 of 2 users synced; run again: bob");
    assertThat(ManyUsers.exitCode(results)).isEqualTo(2);
  }
}
