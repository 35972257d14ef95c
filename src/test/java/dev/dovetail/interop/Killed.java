package dev.dovetail.interop;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Programs of ours that are killed. */
final class Killed {
  private static final long PATIENCE_SECONDS = 5;

  private Killed() {}

  /** Returns when it has ended, and so have the processes that work for it. */
  static void withWorkers(ProcessHandle program) {
    List<ProcessHandle> workers = program.descendants().toList();
    program.destroyForcibly();
    program.onExit().join();
    for (ProcessHandle worker : workers) {
      try {
        worker.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException | ExecutionException e) {
        worker.destroyForcibly();
      } catch (InterruptedException e) {
        worker.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
