package dev.dovetail.storage;

import dev.dovetail.mail.Guid128;
import java.util.List;
import java.util.Map;

/**
 * What a mailbox's transaction log tells about the time since a modseq.
 *
 * @param complete true if the log reaches back to the modseq that was asked for
 * @param flagChanges by UID; changes written by dsync are left out (dsync-protocol 6.2)
 * @param expunges by UID, ascending; those written by dsync included
 */
public record LogChanges(
    boolean complete,
    Map<Long, FlagChange> flagChanges,
    List<Expunge> expunges,
    List<AttributeChange> attributeChanges) {

  /**
   * What happened to one message's flags; the last change of each flag counts.
   *
   * @param addedFlags bits of {@link dev.dovetail.mail.Flags#STORED}; disjoint from {@code
   *     removedFlags}
   * @param keywords true for added, false for removed
   */
  public record FlagChange(int addedFlags, int removedFlags, Map<String, Boolean> keywords) {}

  /**
   * A message that left the mailbox.
   *
   * @param guid empty if nobody recorded it: then the file vanished
   * @param meant whether somebody meant to expunge it, as always if the GUID is recorded; of a
   *     vanished mail it is only believed where files are removed on purpose
   */
  public record Expunge(long uid, Guid128 guid, boolean meant) {
    public Expunge(long uid, Guid128 guid) {
      this(uid, guid, !guid.isEmpty());
    }

    public boolean wasVanished() {
      return !meant;
    }
  }

  /**
   * @param time seconds since the epoch
   */
  public record AttributeChange(
      boolean shared, String key, boolean deleted, long time, long modseq) {}
}
