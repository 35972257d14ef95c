package dev.dovetail.brain.mailbox;

import dev.dovetail.brain.mailbox.ChangeMatch.Common;
import dev.dovetail.storage.StoredMessage;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Finds our own messages that have the content of one that is to be added. */
final class OwnContents {
  private final MatchKeys keys;
  private final ChangeMatch.Outcome match;
  private final boolean copiesAllowed;
  private Map<String, StoredMessage> common;
  private Map<String, StoredMessage> expunged;

  /**
   * @param copiesAllowed false if all messages are about to be saved anew
   */
  OwnContents(MatchKeys keys, ChangeMatch.Outcome match, boolean copiesAllowed) {
    this.keys = keys;
    this.match = match;
    this.copiesAllowed = copiesAllowed;
  }

  /**
   * A message to copy, or null.
   *
   * @param staying one that is known to have this content; may be null
   */
  StoredMessage copy(String key, StoredMessage staying) throws IOException {
    if (!copiesAllowed) {
      return null;
    }
    if (staying != null) {
      return staying;
    }
    if (common == null) {
      common = new HashMap<>();
      for (Common pair : match.common()) {
        put(common, pair.local());
      }
    }
    return common.get(key);
  }

  /**
   * A message that was expunged at the peer, or null: the peer gave the mail another UID, and what
   * became of its flags here must not be forgotten. Each is found once.
   */
  StoredMessage takeExpunged(String key) throws IOException {
    if (expunged == null) {
      expunged = new HashMap<>();
      for (StoredMessage message : match.expunged()) {
        put(expunged, message);
      }
    }
    return expunged.remove(key);
  }

  private void put(Map<String, StoredMessage> byKey, StoredMessage message) throws IOException {
    if (message.present()) {
      byKey.put(keys.of(message), message);
    }
  }
}
