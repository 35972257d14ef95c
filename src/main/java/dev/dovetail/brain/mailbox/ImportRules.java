package dev.dovetail.brain.mailbox;

import dev.dovetail.brain.filter.MailFilter;

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
}
