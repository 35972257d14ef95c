package dev.dovetail.storage.index;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;

/**
 * An index file makes no sense. A store whose mails tell enough by themselves makes the index anew,
 * see {@link MailIndex#replaceCorrupted}.
 */
public final class CorruptIndexException extends SyncException {
  private final String finding;

  CorruptIndexException(String finding) {
    super(Grade.TEMPORARY, finding + ": run 'doveadm force-resync' on the mailbox");
    this.finding = finding;
  }

  /** Which file and what is wrong with it, without a remedy. */
  public String finding() {
    return finding;
  }
}
