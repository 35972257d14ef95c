/**
 * One mailbox. {@link dev.dovetail.brain.mailbox.MailboxExchange} is the conversation about it.
 * {@code ChangeMatch} compares what the peer says with what we have, {@code NewMailOrder} settles
 * UIDs, {@code FlagMerge} flags; together they make an {@code ImportPlan}, which {@code
 * ImportApply} carries out. {@code MailboxExport} is the other direction.
 */
package dev.dovetail.brain.mailbox;
