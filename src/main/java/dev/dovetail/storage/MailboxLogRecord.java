package dev.dovetail.storage;

import dev.dovetail.mail.Guid128;

/**
 * One record of {@code dovecot.mailbox.log} (storage-formats 3.21).
 *
 * @param id mailbox GUID for {@link Kind#DELETE_MAILBOX}, name hash otherwise
 * @param time seconds since the epoch
 */
public record MailboxLogRecord(Kind kind, Guid128 id, long time) {

  /** The kinds in the order of their codes, which begin at 1. */
  public enum Kind {
    DELETE_MAILBOX,
    DELETE_DIRECTORY,
    RENAME,
    SUBSCRIBE,
    UNSUBSCRIBE
  }
}
