package dev.dovetail.failure;

import java.io.IOException;

/**
 * A failure that an admin can act on. The message is one complete line: what was attempted, on
 * which user, mailbox or UID, why it failed, and what to do.
 */
public class SyncException extends IOException {
  private final Grade grade;

  public SyncException(Grade grade, String message) {
    super(message);
    this.grade = grade;
  }

  public SyncException(Grade grade, String message, Throwable cause) {
    super(message, cause);
    this.grade = grade;
  }

  public Grade grade() {
    return grade;
  }
}
