package dev.dovetail.brain.tree;

import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.MailStore;
import dev.dovetail.storage.MailboxChanges;
import dev.dovetail.storage.MailboxStore;
import dev.dovetail.wire.item.MailboxDeletes;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The GUIDs by which both ends know a mailbox. Of two the larger one wins, so that both come to the
 * same (dsync-protocol 5.6); a stand-in for a lost one is smaller than any.
 *
 * <p>Deviation: who has the smaller one takes the larger one over before he names his own, where
 * that is possible. 2.3.19.1 would take over whatever GUID we name, so that both GUIDs would change
 * places; and for it a mailbox with a stand-in is another one.
 */
public final class MailboxGuids {
  private static final long LEAST_LEAP = 1000;

  private MailboxGuids() {}

  /** Whether any mailbox of the tree bears a stand-in. */
  public static boolean areLost(MailboxTree tree) {
    for (MailboxNode node : tree.mailboxes()) {
      if (node.guid().isStandIn()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes over what wins, in the store and in the local tree.
   *
   * @param lostOnly only instead of stand-ins, as for a backup
   */
  public static void takeOver(
      MailStore store,
      LocalTree local,
      MailboxTree remote,
      MailboxDeletes remoteDeletes,
      boolean lostOnly)
      throws IOException {
    for (MailboxNode node : local.tree().mailboxes()) {
      MailboxNode known = remote.find(node.fullName());
      boolean conflict =
          known != null
              && known.isMailbox()
              && known.guid().compareTo(node.guid()) > 0
              && local.tree().find(known.guid()) == null
              && remote.find(node.guid()) == null
              && !wasDeleted(local.deletes(), known.guid())
              && !wasDeleted(remoteDeletes, node.guid());
      if (!conflict || lostOnly && !node.guid().isStandIn()) {
        continue;
      }
      try (MailboxStore mailbox = store.openMailbox(node.guid())) {
        if (node.guid().isStandIn()) {
          node.uidValidity = known.uidValidity();
          recover(mailbox, known.guid(), known.uidValidity());
        } else {
          mailbox.setGuid(known.guid());
        }
        moveModseqAway(mailbox);
      }
      local.tree().setGuid(node, known.guid());
    }
  }

  /** Makes a mailbox that has lost the file with its GUID again what it was. */
  static void recover(MailboxStore mailbox, Guid128 guid, long uidValidity) throws IOException {
    mailbox.setGuid(guid);
    if (uidValidity != 0 && mailbox.refresh().uidValidity() != uidValidity) {
      mailbox.setUidValidity(uidValidity);
    }
  }

  /**
   * Two mailboxes that were made apart may have equal counters by chance; then Dovecot would never
   * look into them. How far is chance, too, as both ends may do so at once.
   */
  static void moveModseqAway(MailboxStore mailbox) throws IOException {
    long leap = ThreadLocalRandom.current().nextLong(LEAST_LEAP, 100 * LEAST_LEAP);
    long modseq = mailbox.refresh().highestModseq() + leap;
    mailbox.commit(new MailboxChanges(List.of(), List.of(), List.of(), List.of(), 0, 0, modseq));
  }

  private static boolean wasDeleted(MailboxDeletes deletes, Guid128 guid) {
    return deletes.mailboxes().stream().anyMatch(delete -> delete.id().equals(guid));
  }
}
