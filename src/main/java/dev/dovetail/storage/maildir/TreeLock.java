package dev.dovetail.storage.maildir;

import dev.dovetail.storage.StoreLock;
import java.io.IOException;

/**
 * Keeps mailboxes where they are. Who changes one under its path needs that: a rename meanwhile
 * would take half of the change along, and the locks that lie in the mailbox's directory.
 */
interface TreeLock {
  StoreLock acquire() throws IOException;
}
