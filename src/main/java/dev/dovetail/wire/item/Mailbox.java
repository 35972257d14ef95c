package dev.dovetail.wire.item;

import dev.dovetail.mail.Guid128;
import dev.dovetail.wire.FieldReader;
import dev.dovetail.wire.FieldWriter;
import dev.dovetail.wire.ItemKind;
import dev.dovetail.wire.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code B}: a mailbox offered by the initiator, or the responder's reply (dsync-protocol 3.5).
 *
 * @param firstRecentUid at most {@code uidNext}
 */
public record Mailbox(
    Guid128 mailboxGuid,
    long uidValidity,
    long uidNext,
    long messagesCount,
    long firstRecentUid,
    long highestModseq,
    long highestPvtModseq,
    boolean mailboxLost,
    boolean mailboxIgnore,
    List<CacheField> cacheFields,
    boolean haveGuids,
    boolean haveSaveGuids,
    boolean haveOnlyGuid128)
    implements Item {

  /**
   * A field of Dovecot's message cache (dsync-protocol 3.11).
   *
   * @param decision {@code n}, {@code t} or {@code y}, optionally followed by {@code F}
   * @param lastUsed seconds since the epoch; 0 if absent
   */
  public record CacheField(String name, String decision, long lastUsed) implements FieldSource {

    private static List<CacheField> decode(List<FieldReader> records) throws ProtocolException {
      List<CacheField> fields = new ArrayList<>(records.size());
      for (FieldReader in : records) {
        fields.add(new CacheField(in.token("name"), in.token("decision"), in.time("last_used")));
      }
      return fields;
    }

    @Override
    public void encode(FieldWriter out) {
      out.bytes("name", name);
      out.bytes("decision", decision);
      out.optionalNumber("last_used", lastUsed);
    }
  }

  /** Takes the fields of a received record. */
  public static Mailbox decode(FieldReader in) throws ProtocolException {
    Mailbox mailbox =
        new Mailbox(
            in.guid("mailbox_guid"),
            in.u32("uid_validity"),
            in.u32("uid_next"),
            in.u32("messages_count"),
            in.u32("first_recent_uid"),
            in.u63("highest_modseq"),
            in.u63("highest_pvt_modseq"),
            in.flag("mailbox_lost"),
            in.flag("mailbox_ignore"),
            CacheField.decode(in.records("cache_fields", ItemKind.MAILBOX_CACHE_FIELD)),
            in.flag("have_guids"),
            in.flag("have_save_guids"),
            in.flag("have_only_guid128"));
    if (mailbox.firstRecentUid > mailbox.uidNext) {
      throw in.invalid("first_recent_uid", "greater than uid_next");
    }
    return mailbox;
  }

  /** What a peer means that does not know {@code have_save_guids} yet (dsync-protocol 3.5). */
  public Mailbox implyingSaveGuids() {
    return new Mailbox(
        mailboxGuid,
        uidValidity,
        uidNext,
        messagesCount,
        firstRecentUid,
        highestModseq,
        highestPvtModseq,
        mailboxLost,
        mailboxIgnore,
        cacheFields,
        haveGuids,
        haveSaveGuids || haveGuids,
        haveOnlyGuid128);
  }

  /**
   * An answer for Dovetails from {@link Handshake#DOVETAIL_BUSY} on: another sync is at work in the
   * mailbox.
   */
  public static Mailbox busy(Guid128 guid) {
    return new Mailbox(guid, 0, 0, 0, 0, 0, 0, true, true, List.of(), false, false, false);
  }

  public boolean isBusy() {
    return mailboxLost && mailboxIgnore;
  }

  @Override
  public ItemKind kind() {
    return ItemKind.MAILBOX;
  }

  @Override
  public void encode(FieldWriter out) {
    out.guid("mailbox_guid", mailboxGuid);
    out.number("uid_validity", uidValidity);
    out.number("uid_next", uidNext);
    out.number("messages_count", messagesCount);
    out.number("first_recent_uid", firstRecentUid);
    out.number("highest_modseq", highestModseq);
    out.number("highest_pvt_modseq", highestPvtModseq);
    out.flag("mailbox_lost", mailboxLost);
    out.flag("mailbox_ignore", mailboxIgnore);
    out.records("cache_fields", ItemKind.MAILBOX_CACHE_FIELD, cacheFields);
    out.flag("have_guids", haveGuids);
    out.flag("have_save_guids", haveSaveGuids);
    out.flag("have_only_guid128", haveOnlyGuid128);
  }
}
