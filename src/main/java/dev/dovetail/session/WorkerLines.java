package dev.dovetail.session;

import dev.dovetail.log.StderrLog;

/**
 * The lines that a process writes for root: they are passed on, unless they only follow from the
 * loss of a link that root holds. One thread at a time.
 */
public final class WorkerLines {
  private static final String ERROR = "Error: ";

  private final StderrLog log;
  private volatile String lastError;
  private volatile String lost;

  /**
   * @param log gets the lines as they stand
   */
  public WorkerLines(StderrLog log) {
    this.log = log;
  }

  /** The last error line's text; null if there was none. */
  public String lastError() {
    return lastError;
  }

  /**
   * How the link was lost, before the process hears its end; it knows no reason. From any thread.
   */
  public void lose(String reason) {
    lost = reason;
  }

  /**
   * The process has failed: what is to be said instead of its own words is said.
   *
   * @return whether that is so
   */
  public boolean failed() {
    if (lost == null) {
      return false;
    }
    lastError = lost;
    log.error(lost);
    return true;
  }

  /** Takes a line. */
  public void take(String line) {
    int at = line.indexOf(ERROR);
    if (at < 0) {
      at = line.indexOf("Fatal: ");
    }
    if (at >= 0 && lost != null) {
      return;
    }
    if (at >= 0) {
      lastError = line.substring(at + ERROR.length());
    }
    log.passOn(line);
  }
}
