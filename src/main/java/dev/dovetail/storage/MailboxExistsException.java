package dev.dovetail.storage;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;

/** A mailbox of that name or GUID is already there. */
public final class MailboxExistsException extends SyncException {
  public MailboxExistsException(String message) {
    super(Grade.NOT_POSSIBLE, message);
  }
}
