package dev.dovetail.wire.item;

import dev.dovetail.mail.Guid128;
import dev.dovetail.wire.FieldReader;
import dev.dovetail.wire.FieldWriter;
import dev.dovetail.wire.ItemKind;
import dev.dovetail.wire.ProtocolException;

/**
 * {@code S}: the last point that both ends had in common in a mailbox (dsync-protocol 3.2).
 *
 * @param lastUidvalidity 0 if the next sync must not rely on this state
 */
public record MailboxState(
    Guid128 mailboxGuid,
    long lastUidvalidity,
    long lastCommonUid,
    long lastCommonModseq,
    long lastCommonPvtModseq,
    long lastMessagesCount,
    boolean changesDuringSync)
    implements Item {
  /** Takes the fields of a received record. */
  public static MailboxState decode(FieldReader in) throws ProtocolException {
    return new MailboxState(
        in.guid("mailbox_guid"),
        in.u32("last_uidvalidity"),
        in.u32("last_common_uid"),
        in.u63("last_common_modseq"),
        in.u63("last_common_pvt_modseq"),
        in.u32("last_messages_count"),
        in.flag("changes_during_sync"));
  }

  @Override
  public ItemKind kind() {
    return ItemKind.MAILBOX_STATE;
  }

  @Override
  public void encode(FieldWriter out) {
    out.guid("mailbox_guid", mailboxGuid);
    out.number("last_uidvalidity", lastUidvalidity);
    out.number("last_common_uid", lastCommonUid);
    out.number("last_common_modseq", lastCommonModseq);
    out.number("last_common_pvt_modseq", lastCommonPvtModseq);
    out.number("last_messages_count", lastMessagesCount);
    out.flag("changes_during_sync", changesDuringSync);
  }
}
