package dev.dovetail.storage.list;

import dev.dovetail.log.Log;
import dev.dovetail.storage.index.IndexState;
import dev.dovetail.storage.index.IndexTransaction;
import dev.dovetail.storage.index.LockedIndex;
import dev.dovetail.storage.index.MailIndex;
import java.io.IOException;
import java.nio.file.Path;

/**
 * {@code dovecot.list.index}, Dovecot's cache of the tree (storage-formats 3.18). A session that
 * has listed the mailboxes once trusts it and would not see our changes.
 */
public final class ListIndex {
  private static final String EXTENSION = "list";
  private static final int RECORD_SIZE = 28;
  private static final int RECORD_ALIGN = 4;
  private static final byte[] REFRESH = {1};

  /** A hint is not worth waiting for. */
  private static final long LOCK_SECONDS = 2;

  private final MailIndex index;
  private final Log log;

  public ListIndex(Path indexRoot, Log log) {
    this.index = new MailIndex(indexRoot, "dovecot.list.index");
    this.log = log;
  }

  /** Asks all sessions to look at the directories the next time they list mailboxes. */
  public void requestRefresh() {
    if (!index.exists()) {
      return;
    }
    try (LockedIndex locked = index.lock(LOCK_SECONDS)) {
      IndexState state = locked.state();
      int headerSize = state.extensionHeader(EXTENSION).length;
      if (headerSize > 0) {
        long resetId = state.extensionResetId(EXTENSION);
        locked.append(
            new IndexTransaction()
                .external()
                .extension(EXTENSION, resetId, headerSize, RECORD_SIZE, RECORD_ALIGN)
                .extensionHeader(0, REFRESH));
      }
    } catch (IOException e) {
      // Sessions see the change later; a damaged cache is made anew by Dovecot.
      log.debug(() -> "Not asking for a refresh of the list index: " + e.getMessage());
    }
  }
}
