package dev.dovetail.storage;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;

/** A message was expunged, or its file is gone. */
public final class MessageGoneException extends SyncException {
  public MessageGoneException(String message) {
    super(Grade.TEMPORARY, message);
  }
}
