package dev.dovetail.userdb;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;

/** Some of the user databases could be listed, and others could not be asked. */
public final class IncompleteListException extends SyncException {
  private static final long serialVersionUID = 1;

  IncompleteListException(String reason) {
    super(Grade.CONFIGURATION, "The list of users is not complete: " + reason);
  }
}
