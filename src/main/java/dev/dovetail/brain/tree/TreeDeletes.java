package dev.dovetail.brain.tree;

import dev.dovetail.wire.item.MailboxDeletes;
import dev.dovetail.wire.item.MailboxTreeNode;
import java.util.List;

/** Delete records between two ends whose hierarchy separators differ. */
public final class TreeDeletes {
  private TreeDeletes() {}

  /**
   * Our deletes, with names hashed the way the peer hashes them (dsync-protocol 10, trap 16): an
   * initiator calls this once it has the peer's tree and deletes, and sends the result.
   */
  public static MailboxDeletes forPeer(
      MailboxDeletes own, MailboxDeletes peer, List<MailboxTreeNode> peerTree, NameMapper names) {
    throw new UnsupportedOperationException();
  }
}
