package dev.dovetail.wire.item;

/** Anything that travels between two brains. */
public sealed interface Item
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
        Item.Done {

  /** The line that ends a list. */
  record EndOfList() implements Item {}

  /** "I am closing, possibly after a failure" (dsync-protocol 2.7). */
  record Done() implements Item {}

  EndOfList END_OF_LIST = new EndOfList();
  Done DONE = new Done();
}
