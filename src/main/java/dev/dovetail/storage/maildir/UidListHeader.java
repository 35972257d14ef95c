package dev.dovetail.storage.maildir;

import dev.dovetail.mail.Guid128;

/**
 * The first line of {@code dovecot-uidlist} (storage-formats 2.2).
 *
 * @param uidValidity 1 to 2<sup>32</sup>-1
 * @param nextUid the effective one: the line's {@code N}, or one more than the last record's UID
 * @param guid {@link Guid128#EMPTY} in a file of version 1, which has none
 * @param otherKeys the keys that we do not know, as they stand in the line, separated by spaces
 */
record UidListHeader(long uidValidity, long nextUid, Guid128 guid, String otherKeys) {

  static final long MAX_UID = 0xffffffffL;

  UidListHeader withNextUid(long newNextUid) {
    return new UidListHeader(uidValidity, newNextUid, guid, otherKeys);
  }

  UidListHeader withUidValidity(long newUidValidity) {
    return new UidListHeader(newUidValidity, nextUid, guid, otherKeys);
  }

  UidListHeader withGuid(Guid128 newGuid) {
    return new UidListHeader(uidValidity, nextUid, newGuid, otherKeys);
  }

  /** The line of version 3, without its newline. */
  String toLine() {
    StringBuilder line = new StringBuilder(80);
    line.append("3 V").append(uidValidity).append(" N").append(nextUid).append(" G").append(guid);
    if (!otherKeys.isEmpty()) {
      line.append(' ').append(otherKeys);
    }
    return line.toString();
  }
}
