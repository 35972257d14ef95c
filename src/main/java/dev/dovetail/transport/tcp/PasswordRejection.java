package dev.dovetail.transport.tcp;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;

/** A doveadm server wants another password. */
public final class PasswordRejection extends SyncException {
  private static final long serialVersionUID = 1;

  PasswordRejection(String message) {
    super(Grade.TEMPORARY, message);
  }

  /** Whether one is the reason for a failure. */
  public static boolean isBehind(Throwable failure) {
    return failure.getCause() instanceof PasswordRejection;
  }
}
