package dev.dovetail.brain.mailbox;

import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.wire.item.MailChange;
import java.io.IOException;

/** By what two mails are recognised as the same: GUIDs, or hashes of a few headers (6.1). */
interface MatchKeys {

  String of(StoredMessage message) throws IOException;

  String of(MailChange change);

  /** Whether two keys stand for one mail. */
  default boolean same(String local, String remote) {
    return local.equals(remote);
  }

  /**
   * Whether an expunge that the peer recorded is about {@code message}; null if it is not known.
   */
  Boolean expungeMatches(MailChange expunge, StoredMessage message);

  /** GUIDs, where both ends can keep them. */
  MatchKeys GUIDS =
      new MatchKeys() {
        @Override
        public String of(StoredMessage message) {
          return message.guid();
        }

        @Override
        public String of(MailChange change) {
          return change.guid();
        }

        @Override
        public Boolean expungeMatches(MailChange expunge, StoredMessage message) {
          Guid128 guid = expungedGuid(expunge);
          if (guid == null || message.guid().isEmpty()) {
            return null;
          }
          return guid.equals(Guid128.ofMessageGuid(message.guid()));
        }
      };

  /**
   * Whether the peer, a Dovetail, says that somebody expunged a mail there, though nobody knows its
   * GUID any more.
   */
  static boolean isMeantWithoutGuid(MailChange expunge) {
    return expunge.guid() != null && expungedGuid(expunge) == null;
  }

  /** Whether the peer, a Dovetail, says that {@code message} has vanished there. */
  static boolean isVanished(MailChange expunge, StoredMessage message) {
    return expungedGuid(expunge) == null
        && (expunge.hdrHash() == null || expunge.hdrHash().equals(message.guid()));
  }

  /** The GUID of an expunge record; null if the sender did not know it. */
  static Guid128 expungedGuid(MailChange expunge) {
    if (expunge.guid() == null || expunge.guid().isEmpty()) {
      return null;
    }
    Guid128 guid = Guid128.ofMessageGuid(expunge.guid());
    return guid.isEmpty() ? null : guid;
  }
}
