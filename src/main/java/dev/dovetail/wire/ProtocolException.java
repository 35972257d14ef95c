package dev.dovetail.wire;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;

/** The peer sent something that the protocol does not allow. Nothing of the item was used. */
public final class ProtocolException extends SyncException {
  public ProtocolException(String message) {
    super(Grade.TEMPORARY, message);
  }
}
