package dev.dovetail.storage;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;

/**
 * One node of a store's listing.
 *
 * @param guid {@link Guid128#EMPTY} for a directory that holds no mail
 * @param uidValidity 0 for a directory
 * @param uidNext the UID that the next mail gets at least; 0 for a directory
 */
public record ListedMailbox(MailboxName name, Guid128 guid, long uidValidity, long uidNext) {

  public boolean isDirectory() {
    return guid.isEmpty();
  }
}
