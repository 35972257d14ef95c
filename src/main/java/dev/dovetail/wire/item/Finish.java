package dev.dovetail.wire.item;

import dev.dovetail.wire.FieldReader;
import dev.dovetail.wire.FieldWriter;
import dev.dovetail.wire.ItemKind;
import dev.dovetail.wire.ProtocolException;

/**
 * {@code F}: the responder is done (dsync-protocol 3.10).
 *
 * @param error null on success
 * @param mailError error class of dsync-protocol 8.4; 0 if absent
 */
public record Finish(String error, int mailError, boolean requireFullResync) implements Item {
  /** Takes the fields of a received record. */
  public static Finish decode(FieldReader in) throws ProtocolException {
    return new Finish(
        in.bytes("error"),
        (int) Math.min(in.u32("mail_error"), Integer.MAX_VALUE),
        in.flag("require_full_resync"));
  }

  @Override
  public ItemKind kind() {
    return ItemKind.FINISH;
  }

  @Override
  public void encode(FieldWriter out) {
    out.bytes("error", error);
    out.optionalNumber("mail_error", mailError);
    out.flag("require_full_resync", requireFullResync);
  }
}
