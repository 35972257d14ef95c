package dev.dovetail.transport.tcp;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;

/** A doveadm server did not do what it was asked for, and gave its reason as a code. */
public final class ServerRefusal extends SyncException {
  private final String reason;

  ServerRefusal(String message, String reason) {
    super(Grade.TEMPORARY, message);
    this.reason = reason;
  }

  /** Such as {@code NOUSER} (doveadm-interfaces 3.3). */
  public String reason() {
    return reason;
  }
}
