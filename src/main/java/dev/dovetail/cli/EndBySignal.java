package dev.dovetail.cli;

import dev.dovetail.cli.line.ExitCode;
import dev.dovetail.log.StderrLog;
import dev.dovetail.session.Interruption;

/**
 * The end of the process by SIGINT or SIGTERM: runs stop and clean up, the exit code is 75
 * (doveadm-interfaces 1.7), or 0 for a run that has no other end. A shutdown hook, because that is
 * the platform's documented way.
 */
public final class EndBySignal extends Thread {
  private static final long CLEAN_UP_MILLIS = 5000;
  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  private final Thread main;
  private final StderrLog log;
  private final Interruption interruption;
  private boolean finished;

  /**
   * @param main the thread that runs the program
   */
  public EndBySignal(Thread main, StderrLog log, Interruption interruption) {
    super("end-by-signal");
    this.main = main;
    this.log = log;
    this.interruption = interruption;
  }

  /** The program has come to its own end. */
  public synchronized void finished() {
    finished = true;
  }

  private synchronized boolean isFinished() {
    return finished;
  }

  @Override
  public void run() {
    if (isFinished()) {
      return;
    }
    if (interruption.isInterrupted()) {
      log.debug(() -> "Ending with the process that started this one");
    } else if (interruption.isExpected()) {
      log.info("Ending on signal " + signal());
    } else {
      log.lastWarning("Killed with signal " + signal());
    }
    interruption.interrupt();
    try {
      main.join(CLEAN_UP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(interruption.isExpected() ? ExitCode.SUCCESS : ExitCode.TEMPORARY);
  }

  /** The platform does not say which signal it was, but names a thread after it. */
  private static int signal() {
    Thread[] threads = new Thread[Thread.activeCount() + 16];
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    int count = group.enumerate(threads, true);
    for (int i = 0; i < count; i++) {
      if (threads[i].getName().startsWith("SIGINT")) {
        return SIGINT;
      }
    }
    return SIGTERM;
  }
}
