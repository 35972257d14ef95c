package dev.dovetail.storage;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;

/** No such mailbox. */
public final class MailboxNotFoundException extends SyncException {
  public MailboxNotFoundException(String message) {
    super(Grade.NOT_FOUND, message);
  }
}
