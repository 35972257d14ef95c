package dev.dovetail.brain.tree;

import dev.dovetail.storage.MailStore;
import java.io.IOException;

/** Reads a store's tree, subscriptions and mailbox log (dsync-protocol 5.1). */
public final class TreeFill {
  private TreeFill() {}

  public static LocalTree fill(MailStore store, TreeScope scope) throws IOException {
    throw new UnsupportedOperationException();
  }
}
