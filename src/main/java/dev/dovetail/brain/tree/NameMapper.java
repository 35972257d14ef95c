package dev.dovetail.brain.tree;

import dev.dovetail.mail.MailboxName;

/** Turns a name from the wire into one that the local store can hold (dsync-protocol 5.2). */
@FunctionalInterface
public interface NameMapper {
  MailboxName toLocal(MailboxName name);
}
