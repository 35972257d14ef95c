package dev.dovetail.wire.item;

import dev.dovetail.wire.FieldWriter;
import dev.dovetail.wire.ItemKind;
import java.io.InputStream;

/**
 * Anything that travels between two brains. Each record encodes itself and has a static {@code
 * decode} beside that.
 */
public sealed interface Item extends FieldSource
    permits Handshake,
        MailboxState,
        MailboxTreeNode,
        MailboxDeletes,
        Mailbox,
        MailboxAttribute,
        MailChange,
        MailRequest,
        Mail,
        Finish,
        Item.EndOfList,
        Item.KeepAlive,
        Item.Done {

  /** Its row in the table. */
  ItemKind kind();

  /** What follows the record as a value stream; null for nothing. */
  default InputStream stream() {
    return null;
  }

  /** The line that ends a list. */
  record EndOfList() implements Item {

    @Override
    public ItemKind kind() {
      return ItemKind.END_OF_LIST;
    }

    @Override
    public void encode(FieldWriter out) {}
  }

  /** "I am still at work": between two Dovetails only, wherever a record may be. */
  record KeepAlive() implements Item {

    @Override
    public ItemKind kind() {
      return ItemKind.KEEP_ALIVE;
    }

    @Override
    public void encode(FieldWriter out) {}
  }

  /** "I am closing, possibly after a failure" (dsync-protocol 2.7). */
  record Done() implements Item {

    @Override
    public ItemKind kind() {
      return ItemKind.DONE;
    }

    @Override
    public void encode(FieldWriter out) {}
  }

  EndOfList END_OF_LIST = new EndOfList();
  KeepAlive KEEP_ALIVE = new KeepAlive();
  Done DONE = new Done();
}
