package dev.dovetail.storage.index;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.nio.file.Path;

/** The one line about an index file that makes no sense. */
final class Corruption {
  private Corruption() {}

  static SyncException at(Path file, long offset, String what) {
    return in(file, what + " at offset " + offset);
  }

  static SyncException in(Path file, String what) {
    return new SyncException(
        Grade.TEMPORARY,
        "Index file "
            + file
            + " is corrupted ("
            + what
            + "): run 'doveadm force-resync' on the mailbox");
  }
}
