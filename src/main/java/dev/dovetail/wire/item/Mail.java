package dev.dovetail.wire.item;

import dev.dovetail.wire.FieldReader;
import dev.dovetail.wire.FieldWriter;
import dev.dovetail.wire.ItemKind;
import dev.dovetail.wire.ProtocolException;
import java.io.InputStream;

/**
 * {@code M}: a requested mail (dsync-protocol 3.9).
 *
 * @param guid empty if it was requested by UID
 * @param uid 0 unless it was requested by UID
 * @param pop3Uidl empty if there is none; null if absent
 * @param receivedDate seconds since the epoch
 * @param savedDate seconds since the epoch; 0 if unknown
 * @param stream null if the mail was expunged meanwhile; a received stream is valid until the next
 *     item is received, a sent one is read to its end and not closed
 */
public record Mail(
    String guid,
    long uid,
    String pop3Uidl,
    long pop3Order,
    long receivedDate,
    long savedDate,
    InputStream stream)
    implements Item {
  /** Takes the fields of a received record. */
  public static Mail decode(FieldReader in) throws ProtocolException {
    String guid = in.token("guid");
    return new Mail(
        guid == null ? "" : guid,
        in.u32("uid"),
        in.token("pop3_uidl"),
        in.u32("pop3_order"),
        in.time("received_date"),
        in.time("saved_date"),
        in.stream("stream"));
  }

  @Override
  public ItemKind kind() {
    return ItemKind.MAIL;
  }

  @Override
  public void encode(FieldWriter out) {
    out.bytes("guid", guid);
    out.optionalNumber("uid", uid);
    out.bytes("pop3_uidl", pop3Uidl);
    out.optionalNumber("pop3_order", pop3Order);
    if (stream != null) {
      // Even when it is 0: without it the receiver takes 1970 anyway.
      out.number("received_date", receivedDate);
    }
    out.optionalNumber("saved_date", savedDate);
    out.flag("stream", stream != null);
  }
}
