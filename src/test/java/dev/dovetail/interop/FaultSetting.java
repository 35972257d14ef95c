package dev.dovetail.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What surrounds a fault: who is at the other end, and how the store lies. */
enum FaultSetting {
  /** Both ends are ours, and all files of a mailbox are in one directory. */
  PLAIN(false),

  /** The other end is the real Dovecot. */
  DOVECOT(false),

  /** Indexes and uidlists are in directories of their own, and each mail is a commit. */
  APART(true),

  DOVECOT_APART(true);

  private final boolean isApart;

  FaultSetting(boolean isApart) {
    this.isApart = isApart;
  }

  Path configuration(DovecotInstance dovecot) throws IOException {
    return isApart
        ? dovecot.configurationWith(
            "mail_location = maildir:~/Maildir:INDEX=~/indexes:CONTROL=~/control",
            "dsync_commit_msgs_interval = 1")
        : dovecot.configuration();
  }

  private boolean hasDovecot() {
    return this == DOVECOT || this == DOVECOT_APART;
  }

  /** The programs of a sync in which an end of ours meets a fault. */
  Pairing pairing(Fault.End struck) {
    if (!hasDovecot()) {
      return Pairing.OURS_TO_OURS;
    }
    return struck == Fault.End.INITIATOR ? Pairing.OURS_TO_DOVECOT : Pairing.DOVECOT_TO_OURS;
  }

  /** Whether our error line is the last word; a Dovecot has words of its own. */
  boolean isOurWord(Fault.End struck) {
    return !hasDovecot() || struck == Fault.End.INITIATOR;
  }

  /** Those of the ordinary run. */
  static List<FaultSetting> ordinary() {
    return List.of(PLAIN, DOVECOT_APART);
  }
}
