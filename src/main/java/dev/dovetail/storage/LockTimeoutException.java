package dev.dovetail.storage;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;

/** Somebody else held a lock for too long. */
public final class LockTimeoutException extends SyncException {
  public LockTimeoutException(String message) {
    super(Grade.TEMPORARY, message);
  }
}
