package dev.dovetail.wire.item;

import dev.dovetail.wire.FieldReader;
import dev.dovetail.wire.FieldWriter;
import dev.dovetail.wire.ItemKind;
import dev.dovetail.wire.ProtocolException;

/**
 * {@code R}: "send me this mail" (dsync-protocol 3.8).
 *
 * @param guid null if the mail is requested by UID only
 * @param uid the exporter's UID; 0 if absent
 */
public record MailRequest(String guid, long uid) implements Item {
  /** Takes the fields of a received record. */
  public static MailRequest decode(FieldReader in) throws ProtocolException {
    MailRequest request = new MailRequest(in.token("guid"), in.u32("uid"));
    if (request.guid == null && request.uid == 0) {
      throw in.invalid("guid", "needed if there is no uid");
    }
    return request;
  }

  @Override
  public ItemKind kind() {
    return ItemKind.MAIL_REQUEST;
  }

  @Override
  public void encode(FieldWriter out) {
    out.bytes("guid", guid);
    out.optionalNumber("uid", uid);
  }
}
