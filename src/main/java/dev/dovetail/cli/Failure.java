package dev.dovetail.cli;

import dev.dovetail.failure.FileReason;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.StderrLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystemException;

/** How a failure is told to the admin. */
final class Failure {
  private Failure() {}

  /**
   * Writes one line; with {@code -D} also where it happened.
   *
   * @return the reason, for the summary of a run over several users
   */
  static String report(IOException failure, StderrLog log) {
    String reason = reason(failure);
    log.error(reason);
    log.debug(() -> trace(failure));
    return reason;
  }

  /** The platform's own exceptions say little more than a path; ours are complete lines. */
  static String reason(IOException failure) {
    String message = failure.getMessage();
    if (failure instanceof SyncException && message != null) {
      return message;
    }
    if (failure instanceof FileSystemException file) {
      return file.getFile() + ": " + FileReason.of(file);
    }
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString().replace("\n\t", " ").replace('\n', ' ');
  }
}
