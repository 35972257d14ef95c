package dev.dovetail.brain.mailbox;

import dev.dovetail.storage.MailboxChanges;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.wire.item.MailRequest;
import java.util.List;
import java.util.Map;

/**
 * What is to be done to a mailbox, decided before anything is done.
 *
 * @param saves in ascending order of UID
 * @param restores messages whose files have vanished here and that the peer has
 * @param requests what the peer is to send, by the key of the content
 * @param commonUid the last UID that both ends will have in common
 * @param rebuild {@code saves} are all messages of the mailbox, because one of them has a UID that
 *     can no longer be given in it as it is
 * @param historyContradicts the state that the sync was based on cannot be true
 * @param remoteLags the peer would have to change as well to be equal, but is one that changes
 *     nothing: no position in the mailbox is common to both
 */
record ImportPlan(
    List<PlannedSave> saves,
    List<PlannedRestore> restores,
    List<MailboxChanges.FlagUpdate> flagUpdates,
    List<MailboxChanges.Expunge> expunges,
    Map<String, MailRequest> requests,
    long commonUid,
    boolean rebuild,
    boolean historyContradicts,
    boolean remoteLags) {

  /**
   * A message to add.
   *
   * @param key what the content is known by in this sync
   * @param source null if the peer sends the content
   */
  record PlannedSave(
      long uid,
      String key,
      String guid,
      MailboxChanges.Source source,
      FlagMerge.Result flags,
      long minimumModseq) {}

  /** A message to put back under its own UID. */
  record PlannedRestore(StoredMessage message, String guid, String key) {}
}
