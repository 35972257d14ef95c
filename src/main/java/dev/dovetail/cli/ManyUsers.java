package dev.dovetail.cli;

import dev.dovetail.cli.line.ExitCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs for several users, some at the same time; one that fails stops no other. Deviation: doveadm
 * gives up at the first user whose set-up fails.
 */
final class ManyUsers {

  /** The run of one user; null if there is no such user any more. */
  interface OneUser {
    RunResult run(String name);
  }

  private final List<String> names;
  private final OneUser one;
  private final RunResult[] results;
  private final AtomicInteger next = new AtomicInteger();

  private ManyUsers(List<String> names, OneUser one) {
    this.names = names;
    this.one = one;
    this.results = new RunResult[names.size()];
  }

  /**
   * Runs them all.
   *
   * @param jobs how many at the same time, at least 1
   * @return in the order of {@code names}, without users that are gone
   */
  static List<RunResult> run(List<String> names, int jobs, OneUser one) {
    ManyUsers many = new ManyUsers(names, one);
    List<Thread> threads = new ArrayList<>();
    for (int i = 1; i < Math.min(jobs, names.size()); i++) {
      Thread thread = new Thread(many::work, "users-" + i);
      thread.start();
      threads.add(thread);
    }
    many.work();
    for (Thread thread : threads) {
      join(thread);
    }
    return Arrays.stream(many.results).filter(result -> result != null).toList();
  }

  private void work() {
    for (int i = next.getAndIncrement(); i < names.size(); i = next.getAndIncrement()) {
      results[i] = one.run(names.get(i));
    }
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The last line of such a run: how many succeeded, which did not, and why. */
  static String summary(List<RunResult> results) {
    int synced = 0;
    StringBuilder again = new StringBuilder();
    StringBuilder failed = new StringBuilder();
    for (RunResult result : results) {
      if (result.failed()) {
        failed.append(failed.isEmpty() ? "; failed: " : ", ").append(result.user());
        failed.append(" (").append(result.reason()).append(')');
      } else {
        synced++;
        if (result.exitCode() == ExitCode.DESYNC) {
          again.append(again.isEmpty() ? "; run again: " : ", ").append(result.user());
        }
      }
    }
    return synced + " of " + results.size() + " users synced" + again + failed;
  }

  /** 75 if any user failed, else 2 if any must be synced again. */
  static int exitCode(List<RunResult> results) {
    int exitCode = ExitCode.SUCCESS;
    for (RunResult result : results) {
      if (result.failed()) {
        return ExitCode.TEMPORARY;
      }
      exitCode = Math.max(exitCode, result.exitCode());
    }
    return exitCode;
  }
}
