package dev.dovetail.brain.tree;

import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.MailStore;
import dev.dovetail.storage.MailboxStore;
import java.io.IOException;

/**
 * Mailboxes that have lost the file with their GUID and bear a stand-in for it get the GUID back by
 * which the peer knows them.
 *
 * <p>Deviation: for Dovecot such a mailbox is another one. 2.3.19.1 would take over whatever GUID
 * we name, and ask for a second run.
 */
public final class LostIdentity {
  private LostIdentity() {}

  /** Whether any mailbox of the tree bears a stand-in. */
  public static boolean isIn(MailboxTree tree) {
    for (MailboxNode node : tree.mailboxes()) {
      if (node.guid().isStandIn()) {
        return true;
      }
    }
    return false;
  }

  /** Takes over what the remote knows, in the store and in the local tree. */
  public static void recover(MailStore store, LocalTree local, MailboxTree remote)
      throws IOException {
    for (MailboxNode node : local.tree().mailboxes()) {
      MailboxNode known = remote.find(node.fullName());
      if (node.guid().isStandIn()
          && known != null
          && known.isMailbox()
          && local.tree().find(known.guid()) == null
          && !wasDeleted(local, known.guid())) {
        try (MailboxStore mailbox = store.openMailbox(node.guid())) {
          recover(mailbox, known.guid(), known.uidValidity());
        }
        local.tree().setGuid(node, known.guid());
        node.uidValidity = known.uidValidity();
      }
    }
  }

  /** Makes one mailbox again what it was. */
  static void recover(MailboxStore mailbox, Guid128 guid, long uidValidity) throws IOException {
    mailbox.setGuid(guid);
    if (uidValidity != 0 && mailbox.refresh().uidValidity() != uidValidity) {
      mailbox.setUidValidity(uidValidity);
    }
  }

  private static boolean wasDeleted(LocalTree local, Guid128 guid) {
    return local.deletes().mailboxes().stream().anyMatch(delete -> delete.id().equals(guid));
  }
}
