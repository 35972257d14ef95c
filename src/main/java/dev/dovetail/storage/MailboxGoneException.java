package dev.dovetail.storage;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;

/** A mailbox was renamed or removed since it was found. */
public final class MailboxGoneException extends SyncException {
  public MailboxGoneException(String message, Throwable cause) {
    super(Grade.TEMPORARY, message, cause);
  }
}
