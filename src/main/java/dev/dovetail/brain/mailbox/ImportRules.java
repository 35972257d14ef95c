package dev.dovetail.brain.mailbox;

import dev.dovetail.brain.filter.MailFilter;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.wire.item.MailChange;
import java.io.IOException;

/**
 * How one end imports.
 *
 * @param makeEqual whatever the peer does not have goes: the receiver of a backup
 * @param remoteFollows the peer imports by the same rules; false for the sender of {@code -1}
 * @param peerIsDovetail the peer keeps a mail that we have lost, and takes back one that it has
 *     lost
 * @param preferRemoteOnTie on equal modseqs the peer's flags win: the responder's rule
 * @param commonUid last UID both ends had in common, from a state; 0 without
 * @param commonModseq likewise
 * @param remoteUidNext what the peer offered
 * @param remoteHighestModseq what the peer offered
 * @param remoteFirstRecentUid what the peer offered
 */
record ImportRules(
    boolean makeEqual,
    boolean remoteFollows,
    boolean peerIsDovetail,
    boolean preferRemoteOnTie,
    MatchKeys keys,
    MailFilter filter,
    long commonUid,
    long commonModseq,
    long remoteUidNext,
    long remoteHighestModseq,
    long remoteFirstRecentUid) {

  boolean isIncremental() {
    return commonUid > 0 || commonModseq > 0;
  }

  /** Whether the peer says that this message of ours has vanished there. */
  boolean isAwaited(MailChange change, StoredMessage message) {
    return change.type() == MailChange.Type.EXPUNGE
        && peerIsDovetail
        && MatchKeys.isVanished(change, message);
  }

  /** Whether the change is of this message, under the same UID; null if nobody can know. */
  Boolean isSame(StoredMessage message, MailChange change) throws IOException {
    if (change.type() == MailChange.Type.EXPUNGE) {
      boolean otherVanished = peerIsDovetail && MatchKeys.expungedGuid(change) == null;
      return otherVanished ? Boolean.FALSE : keys.expungeMatches(change, message);
    }
    return keys.same(keys.of(message), keys.of(change));
  }

  /** Whether this mail of the peer's is not for us. */
  boolean isFilteredOut(MailChange change) {
    return change.type() == MailChange.Type.SAVE && filter.isActive() && !filter.matches(change);
  }
}
