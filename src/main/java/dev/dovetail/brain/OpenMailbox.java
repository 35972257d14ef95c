package dev.dovetail.brain;

import dev.dovetail.storage.MailboxStore;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.storage.StoreLock;
import java.io.Closeable;
import java.io.IOException;

/** A mailbox that other syncs are kept out of, and what is in it. */
record OpenMailbox(MailboxStore store, StoreLock lock, MailboxView view) implements Closeable {

  @Override
  @SuppressWarnings("try")
  public void close() throws IOException {
    try (MailboxStore open = store;
        StoreLock held = lock) {
      // Both are let go, whatever happens to one of them.
    }
  }
}
