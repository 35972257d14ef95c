package dev.dovetail.wire.item;

import dev.dovetail.wire.FieldReader;
import dev.dovetail.wire.FieldWriter;
import dev.dovetail.wire.ItemKind;
import dev.dovetail.wire.ProtocolException;
import java.io.InputStream;

/**
 * {@code A}: one attribute of the mailbox (dsync-protocol 3.6). Exactly one of {@code value},
 * {@code stream} and {@code deleted} is there.
 *
 * @param value one character per byte; null if absent
 * @param stream null if absent; a received stream is valid until the next item is received
 * @param lastChange seconds since the epoch; 0 if unknown
 * @param modseq 0 if the change was not seen in the transaction log
 */
public record MailboxAttribute(
    boolean shared,
    String key,
    String value,
    InputStream stream,
    boolean deleted,
    long lastChange,
    long modseq)
    implements Item {
  /** Takes the fields of a received record. */
  public static MailboxAttribute decode(FieldReader in) throws ProtocolException {
    MailboxAttribute attribute =
        new MailboxAttribute(
            in.letter("type", "ps") == 's',
            in.token("key"),
            in.bytes("value"),
            in.stream("stream"),
            in.flag("deleted"),
            in.time("last_change"),
            in.u63("modseq"));
    int forms = attribute.value == null ? 0 : 1;
    forms += attribute.stream == null ? 0 : 1;
    forms += attribute.deleted ? 1 : 0;
    if (forms != 1) {
      throw in.invalid("key", "not with one of value, stream and deleted");
    }
    return attribute;
  }

  @Override
  public ItemKind kind() {
    return ItemKind.MAILBOX_ATTRIBUTE;
  }

  @Override
  public void encode(FieldWriter out) {
    out.letter("type", shared ? 's' : 'p');
    out.bytes("key", key);
    out.bytes("value", value);
    out.flag("stream", stream != null);
    out.flag("deleted", deleted);
    out.optionalNumber("last_change", lastChange);
    out.optionalNumber("modseq", modseq);
  }
}
