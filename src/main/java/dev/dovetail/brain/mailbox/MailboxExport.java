package dev.dovetail.brain.mailbox;

import dev.dovetail.brain.filter.MailFilter;
import dev.dovetail.mail.Flags;
import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.LogChanges;
import dev.dovetail.storage.LogChanges.FlagChange;
import dev.dovetail.storage.MailContent;
import dev.dovetail.storage.MailMetadata;
import dev.dovetail.storage.MailboxStore;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.storage.MessageGoneException;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.wire.Peer;
import dev.dovetail.wire.ProtocolException;
import dev.dovetail.wire.item.Item;
import dev.dovetail.wire.item.KeywordChange;
import dev.dovetail.wire.item.Mail;
import dev.dovetail.wire.item.MailChange;
import dev.dovetail.wire.item.MailRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tells the peer what is in a mailbox and what happened to it, and sends what it asks for. */
final class MailboxExport {

  /** A GUID that no mail has. */
  private static final Guid128 NOBODYS = Guid128.standIn(-1);

  private final MailboxStore mailbox;
  private final MailboxView view;
  private final LogChanges log;
  private final long commonUid;
  private final MailFilter filter;

  /** Null in GUID mode; else hashes are sent. */
  private final HeaderHashKeys hashes;

  private final boolean hashesWanted;
  private final Map<String, List<StoredMessage>> savedByGuid = new HashMap<>();
  private final Map<Long, StoredMessage> savedByUid = new HashMap<>();
  private final TreeMap<Long, StoredMessage> requested = new TreeMap<>();
  private final Set<Long> requestedByUid = new HashSet<>();

  MailboxExport(
      MailboxStore mailbox,
      MailboxView view,
      LogChanges log,
      long commonUid,
      MailFilter filter,
      HeaderHashKeys hashes,
      boolean hashesWanted) {
    this.mailbox = mailbox;
    this.view = view;
    this.log = log;
    this.commonUid = commonUid;
    this.filter = filter;
    this.hashes = hashes;
    this.hashesWanted = hashesWanted;
    for (StoredMessage message : view.messages()) {
      if (message.uid() > commonUid) {
        savedByGuid.computeIfAbsent(message.guid(), guid -> new ArrayList<>(1)).add(message);
        savedByUid.put(message.uid(), message);
      }
    }
  }

  /**
   * Sends one record for each UID that has a story, ascending (dsync-protocol 6.2).
   *
   * @param vanished what the peer hears of mails that vanished here
   * @param replies to what the peer said, ascending: its mails that we have lost are listed as if
   *     we had them, so that it keeps them; those that were expunged here without their GUID get it
   * @param moving UIDs of ours that are not listed: their mails are claimed under others, or have
   *     vanished at both ends
   */
  void sendChanges(Peer peer, Vanished vanished, List<MailChange> replies, Set<Long> moving)
      throws IOException {
    TreeMap<Long, MailChange> others = new TreeMap<>();
    for (LogChanges.Expunge expunge : log.expunges()) {
      boolean isMentioned = !expunge.wasVanished() || vanished != Vanished.LEFT_OUT;
      if (isMentioned && (commonUid == 0 || expunge.uid() <= commonUid)) {
        others.put(expunge.uid(), change(expunge, vanished));
      }
    }
    for (MailChange reply : replies) {
      others.put(reply.uid(), reply);
      if (reply.type() == MailChange.Type.SAVE) {
        savedByGuid.computeIfAbsent(reply.guid(), guid -> new ArrayList<>(1)).add(absent(reply));
      }
    }
    boolean isTold = vanished == Vanished.TOLD;
    for (StoredMessage message : view.messages()) {
      while (!others.isEmpty() && others.firstKey() < message.uid()) {
        peer.send(others.pollFirstEntry().getValue());
      }
      MailChange instead = others.remove(message.uid());
      if (message.present() || !isTold && !message.guid().isEmpty()) {
        if (!moving.contains(message.uid())) {
          sendMessage(peer, message);
        }
      } else if (instead != null) {
        peer.send(instead);
      } else if (isTold && commonUid == 0) {
        String known = message.guid().isEmpty() ? null : message.guid();
        peer.send(MailChange.expunge(message.uid(), null, known));
      }
    }
    for (MailChange other : others.values()) {
      peer.send(other);
    }
    peer.send(Item.END_OF_LIST);
  }

  /** Dovecot obeys an expunge without GUID as far as both ends have the UID in common. */
  private static MailChange change(LogChanges.Expunge expunge, Vanished vanished) {
    if (expunge.wasVanished() && vanished == Vanished.DENIED) {
      return MailChange.expunge(expunge.uid(), NOBODYS.toString(), null);
    }
    boolean isNamed = !expunge.guid().isEmpty() || vanished == Vanished.TOLD && expunge.meant();
    return MailChange.expunge(expunge.uid(), isNamed ? expunge.guid().toString() : null, null);
  }

  private static StoredMessage absent(MailChange claim) {
    return new StoredMessage(claim.uid(), claim.guid(), 0, List.of(), 0, false);
  }

  private void sendMessage(Peer peer, StoredMessage message) throws IOException {
    FlagChange logged = log.flagChanges().get(message.uid());
    boolean isSave = message.uid() > commonUid;
    if (!isSave && logged == null) {
      return;
    }
    long received = 0;
    long size = isSave ? MailChange.NO_SIZE : 0;
    if (isSave && filter.needsMetadata()) {
      try {
        MailMetadata metadata = mailbox.metadata(message.uid());
        received = filter.needsDate() ? Math.max(1, metadata.receivedDate()) : 0;
        size = filter.needsSize() ? metadata.virtualSize() : size;
      } catch (MessageGoneException e) {
        return;
      }
    }
    peer.send(
        new MailChange(
            isSave ? MailChange.Type.SAVE : MailChange.Type.FLAG_CHANGE,
            message.uid(),
            message.guid(),
            hash(message),
            message.modseq(),
            0,
            logged == null ? 0 : logged.addedFlags(),
            logged == null ? 0 : logged.removedFlags(),
            message.flags() | (message.uid() >= view.firstRecentUid() ? Flags.RECENT : 0),
            false,
            keywords(message, logged),
            received,
            size));
  }

  private String hash(StoredMessage message) throws IOException {
    if (hashes == null) {
      return null;
    }
    return hashesWanted ? hashes.of(message) : "";
  }

  private static List<KeywordChange> keywords(StoredMessage message, FlagChange logged) {
    if (logged == null || logged.keywords().isEmpty()) {
      List<KeywordChange> set = new ArrayList<>(message.keywords().size());
      for (String keyword : message.keywords()) {
        set.add(new KeywordChange(KeywordChange.Kind.FINAL, keyword));
      }
      return set;
    }
    TreeSet<String> names = new TreeSet<>(message.keywords());
    names.addAll(logged.keywords().keySet());
    List<KeywordChange> changes = new ArrayList<>(names.size());
    for (String name : names) {
      boolean added = Boolean.TRUE.equals(logged.keywords().get(name));
      KeywordChange.Kind kind;
      if (message.keywords().contains(name)) {
        kind = added ? KeywordChange.Kind.ADDED_AND_FINAL : KeywordChange.Kind.FINAL;
      } else {
        kind = added ? KeywordChange.Kind.ADDED : KeywordChange.Kind.REMOVED;
      }
      changes.add(new KeywordChange(kind, name));
    }
    return changes;
  }

  /**
   * Notes a request of the peer.
   *
   * @throws ProtocolException if it asks for what was not offered
   */
  void request(MailRequest request) throws ProtocolException {
    if (request.guid() != null && !request.guid().isEmpty()) {
      List<StoredMessage> messages = savedByGuid.get(request.guid());
      if (messages == null) {
        throw new ProtocolException(
            "Mailbox "
                + mailbox.name()
                + ": the peer requested a mail that was not offered, GUID "
                + request.guid());
      }
      requested.put(messages.get(0).uid(), messages.get(0));
      return;
    }
    StoredMessage message = savedByUid.get(request.uid());
    if (message == null) {
      throw new ProtocolException(
          "Mailbox "
              + mailbox.name()
              + ": the peer requested a mail that was not offered, UID "
              + request.uid());
    }
    requested.put(message.uid(), message);
    requestedByUid.add(message.uid());
  }

  /** Everything that was offered, for a peer that does not send requests. */
  void requestAll() {
    for (List<StoredMessage> messages : savedByGuid.values()) {
      requested.put(messages.get(0).uid(), messages.get(0));
    }
  }

  /** Sends the requested mails in ascending order of UID. */
  void sendMails(Peer peer) throws IOException {
    for (StoredMessage message : requested.values()) {
      boolean byUid = requestedByUid.contains(message.uid());
      List<StoredMessage> instances = byUid ? List.of(message) : savedByGuid.get(message.guid());
      if (!sendFirstPresent(peer, instances, byUid)) {
        peer.send(
            new Mail(byUid ? "" : message.guid(), byUid ? message.uid() : 0, null, 0, 0, 0, null));
      }
    }
    peer.send(Item.END_OF_LIST);
  }

  private boolean sendFirstPresent(Peer peer, List<StoredMessage> instances, boolean byUid)
      throws IOException {
    for (StoredMessage instance : instances) {
      if (!instance.present()) {
        continue;
      }
      try (MailContent content = mailbox.open(instance.uid())) {
        peer.send(
            new Mail(
                byUid ? "" : instance.guid(),
                byUid ? instance.uid() : 0,
                content.pop3Uidl(),
                content.pop3Order(),
                content.receivedDate(),
                content.savedDate(),
                content.stream()));
        return true;
      } catch (MessageGoneException e) {
        // Expunged since the mailbox was read; another instance may still be there.
      }
    }
    return false;
  }
}
