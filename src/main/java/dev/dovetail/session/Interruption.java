package dev.dovetail.session;

import java.util.ArrayList;
import java.util.List;

/**
 * What must be stopped when the process is told to end: closing the links makes the brains give up,
 * and giving up releases locks and temporary files. Thread-safe.
 */
public final class Interruption {
  private final List<Runnable> aborts = new ArrayList<>();
  private boolean interrupted;
  private boolean expected;

  /** Adds something to stop; it is stopped at once if the end has already come. */
  public void add(Runnable abort) {
    synchronized (this) {
      aborts.add(abort);
      if (!interrupted) {
        return;
      }
    }
    abort.run();
  }

  public synchronized void remove(Runnable abort) {
    aborts.remove(abort);
  }

  public synchronized boolean isInterrupted() {
    return interrupted;
  }

  /** The end by a signal is how this run is meant to end. */
  public synchronized void expected() {
    expected = true;
  }

  public synchronized boolean isExpected() {
    return expected;
  }

  /** Stops everything. */
  public void interrupt() {
    List<Runnable> running;
    synchronized (this) {
      interrupted = true;
      running = List.copyOf(aborts);
    }
    for (Runnable abort : running) {
      abort.run();
    }
  }
}
