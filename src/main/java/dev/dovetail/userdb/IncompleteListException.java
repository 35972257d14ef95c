package dev.dovetail.userdb;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.util.List;

/** Some of the user databases could be listed, and others could not be asked. */
public final class IncompleteListException extends SyncException {
  private static final long serialVersionUID = 1;

  private final transient List<String> names;

  IncompleteListException(List<String> names, String reason) {
    super(Grade.CONFIGURATION, "The list of users is not complete: " + reason);
    this.names = names;
  }

  /** The matching users of those that could be listed. */
  public List<String> names() {
    return names;
  }
}
