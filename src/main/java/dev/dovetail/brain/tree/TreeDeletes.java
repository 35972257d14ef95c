package dev.dovetail.brain.tree;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.wire.item.MailboxDeletes;
import dev.dovetail.wire.item.MailboxDeletes.Delete;
import dev.dovetail.wire.item.MailboxTreeNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Delete records between two ends whose hierarchy separators differ. */
public final class TreeDeletes {
  private TreeDeletes() {}

  /**
   * Our deletes, with names hashed the way the peer hashes them: a Dovecot 2.3.19.1 hangs when it
   * gets hashes made with another separator (dsync-protocol 10, trap 16). An initiator calls this
   * once it has the peer's tree and deletes, and sends the result. With equal separators it is
   * {@code own}.
   *
   * <p>The names behind our hashes are gone, but a record only ever matters for a name that the
   * peer has; so those of the peer's tree are enough to translate.
   *
   * @param own as {@link TreeFill} made it, which is also what {@link TreeMerge} needs
   * @param names the mapping that the peer's tree was read with
   */
  public static MailboxDeletes forPeer(
      MailboxDeletes own, MailboxDeletes peer, List<MailboxTreeNode> peerTree, NameMapper names) {
    if (own.hierarchySep() == peer.hierarchySep()) {
      return own;
    }
    Map<Guid128, Guid128> peerHashes = new HashMap<>();
    if (own.hashesNames()) {
      for (MailboxTreeNode node : peerTree) {
        addHashes(node.name(), own, peer, names, peerHashes);
      }
    }
    return new MailboxDeletes(
        peer.hierarchySep(),
        peer.escapeChar(),
        own.mailboxes(),
        translate(own.dirs(), peerHashes),
        translate(own.unsubscribes(), peerHashes));
  }

  private static void addHashes(
      MailboxName peerName,
      MailboxDeletes own,
      MailboxDeletes peer,
      NameMapper names,
      Map<Guid128, Guid128> peerHashes) {
    Guid128 peerHash = Guid128.ofName(peerName.join(peer.hierarchySep()));
    Guid128 ownHash = Guid128.ofName(names.toLocal(peerName).join(own.hierarchySep()));
    peerHashes.put(ownHash, peerHash);
  }

  private static List<Delete> translate(List<Delete> deletes, Map<Guid128, Guid128> peerHashes) {
    List<Delete> translated = new ArrayList<>();
    for (Delete delete : deletes) {
      Guid128 peerHash = peerHashes.get(delete.id());
      if (peerHash != null) {
        translated.add(new Delete(peerHash, delete.time()));
      }
    }
    return translated;
  }
}
