package dev.dovetail.wire;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;

/** The stream ended, or nothing came for the I/O timeout. */
public final class PeerGoneException extends SyncException {
  public PeerGoneException(String message) {
    super(Grade.TEMPORARY, message);
  }

  public PeerGoneException(String message, Throwable cause) {
    super(Grade.TEMPORARY, message, cause);
  }
}
