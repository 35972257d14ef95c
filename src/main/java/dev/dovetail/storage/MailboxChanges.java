package dev.dovetail.storage;

import dev.dovetail.mail.Guid128;
import java.util.List;

/**
 * Changes to one mailbox that belong together. They are applied in the order of the components.
 *
 * @param restores mails whose files had vanished and came back under their old UIDs
 * @param saves in ascending order of UID; each UID at least the mailbox's UIDNEXT
 * @param flagUpdates in ascending order of UID
 * @param expunges in ascending order of UID
 * @param uidNext UIDNEXT is at least this afterwards; 0 leaves it
 * @param firstRecentUid at least this afterwards; 0 leaves it
 * @param highestModseq at least this afterwards; 0 leaves it
 */
public record MailboxChanges(
    List<Restore> restores,
    List<Save> saves,
    List<FlagUpdate> flagUpdates,
    List<Expunge> expunges,
    long uidNext,
    long firstRecentUid,
    long highestModseq) {

  /** Puts the content of a vanished mail back under the UID that the index still has. */
  public record Restore(long uid, String guid, StagedMail content) {}

  /**
   * A message to add.
   *
   * @param guid one character per byte; never empty
   * @param flags bits of {@link dev.dovetail.mail.Flags#STORED}
   * @param minimumModseq the message's modseq is at least this; 0 or 1 demands nothing
   * @param pop3Uidl empty if there is none
   * @param pop3Order 0 if there is none
   */
  public record Save(
      long uid,
      String guid,
      Source source,
      int flags,
      List<String> keywords,
      long minimumModseq,
      String pop3Uidl,
      long pop3Order) {

    public Save withFlags(int newFlags, List<String> newKeywords) {
      return new Save(uid, guid, source, newFlags, newKeywords, minimumModseq, pop3Uidl, pop3Order);
    }
  }

  /** Where the content of a saved message comes from. */
  public sealed interface Source {
    /** A mail staged in this mailbox. A staged mail may be the source of several saves. */
    record Staged(StagedMail mail) implements Source {}

    /** A further copy of another message of this mailbox, which stays. */
    record CopyOf(long uid) implements Source {}

    /**
     * Another message of this mailbox, which gets the new UID. Its old UID is expunged in the same
     * transaction. What was done to its flags since they were read is kept.
     */
    record Renumbered(long uid) implements Source {}
  }

  /**
   * Sets a message's flags and keywords to these values, except for those that somebody set or
   * cleared since the mailbox was last {@link MailboxStore#refresh read}. Unknown UIDs are ignored:
   * the message was expunged meanwhile.
   *
   * @param minimumModseq the message's modseq is at least this; 0 demands nothing
   */
  public record FlagUpdate(long uid, int flags, List<String> keywords, long minimumModseq) {}

  /**
   * Removes a message for good. Ignored if the message under this UID has another GUID.
   *
   * @param guid never empty
   */
  public record Expunge(long uid, Guid128 guid) {}
}
