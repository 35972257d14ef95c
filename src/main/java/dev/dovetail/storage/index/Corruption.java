package dev.dovetail.storage.index;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.nio.file.Path;

/** The one line about an index file that cannot be understood. */
final class Corruption {
  private Corruption() {}

  static CorruptIndexException at(Path file, long offset, String what) {
    return in(file, what + " at offset " + offset);
  }

  static CorruptIndexException in(Path file, String what) {
    return new CorruptIndexException("Index file " + file + " is corrupted (" + what + ")");
  }

  /** Not damaged, as far as we can tell: whoever wrote it may still be at work. */
  static SyncException otherVersion(Path file, int major) {
    return new SyncException(
        Grade.NOT_POSSIBLE,
        "Index file "
            + file
            + " has the major version "
            + major
            + ", which is unknown here, nothing was changed: let the Dovecot that wrote it do the"
            + " sync, or move the mailbox's dovecot.index* away to have them made anew");
  }
}
