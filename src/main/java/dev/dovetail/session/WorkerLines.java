package dev.dovetail.session;

import dev.dovetail.log.StderrLog;

/**
 * The lines that a process writes for root, which holds its link: they are passed on, with the
 * reason for the loss of the link where the process knows none. One thread at a time.
 */
public final class WorkerLines {
  private static final String ERROR = "Error: ";
  private static final String FAILED = ") failed: ";

  private final StderrLog log;
  private volatile HeardLink link;
  private volatile String lastError;

  /**
   * @param log gets the lines
   */
  public WorkerLines(StderrLog log) {
    this.log = log;
  }

  /** What the process works over, before it begins. */
  public void over(HeardLink link) {
    this.link = link;
  }

  /** The last error line's text; null if there was none. */
  public String lastError() {
    return lastError;
  }

  /** Takes a line. */
  public void take(String line) {
    int at = line.indexOf(ERROR);
    if (at < 0) {
      at = line.indexOf("Fatal: ");
    }
    if (at < 0) {
      log.passOn(line);
      return;
    }
    int text = at + ERROR.length();
    lastError = explained(line.substring(text), link == null ? null : link.loss());
    log.passOn(line.substring(0, text) + lastError);
  }

  /**
   * A process sees that nothing comes any more, or that nothing goes, but not why.
   *
   * @param text of its complaint
   * @param loss the reason; null if it is not known
   */
  public static String explained(String text, String loss) {
    int failed = text.indexOf(FAILED);
    int session = text.indexOf(" (last sent=", failed);
    int progress = session < 0 ? text.lastIndexOf(" (") : session;
    boolean isLoss = text.startsWith("read(") || text.startsWith("write(");
    if (loss == null || !isLoss || failed < 0 || progress < failed) {
      return text;
    }
    return text.substring(0, failed + FAILED.length()) + loss + text.substring(progress);
  }
}
