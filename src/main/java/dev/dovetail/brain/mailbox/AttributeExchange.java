package dev.dovetail.brain.mailbox;

import dev.dovetail.log.Log;
import dev.dovetail.storage.AttributeStore;
import dev.dovetail.storage.AttributeStore.Key;
import dev.dovetail.storage.LogChanges;
import dev.dovetail.storage.LogChanges.AttributeChange;
import dev.dovetail.storage.MailboxStore;
import dev.dovetail.wire.item.MailboxAttribute;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A mailbox's metadata, both ways (dsync-protocol 6.6, 7.1). */
final class AttributeExchange {

  /** Longest value that is taken from a peer, in bytes. */
  private static final int MAX_VALUE = 16 << 20;

  private final MailboxStore mailbox;
  private final AttributeStore attributes;
  private final Map<Key, AttributeChange> logged = new HashMap<>();
  private final long commonModseq;
  private final Log log;

  AttributeExchange(MailboxStore mailbox, LogChanges changes, long commonModseq, Log log) {
    this.mailbox = mailbox;
    this.attributes = mailbox.attributes();
    this.commonModseq = commonModseq;
    this.log = log;
    for (AttributeChange change : changes.attributeChanges()) {
      logged.put(new Key(change.shared(), change.key()), change);
    }
  }

  /** All attributes, or in an incremental sync the changed ones, then the deleted ones. */
  List<MailboxAttribute> own() throws IOException {
    List<MailboxAttribute> own = new ArrayList<>();
    Set<Key> sent = new HashSet<>();
    for (Key key : attributes.list()) {
      AttributeChange change = logged.get(key);
      Optional<byte[]> value =
          commonModseq == 0 || change != null ? attributes.get(key) : Optional.empty();
      if (value.isPresent()) {
        sent.add(key);
        own.add(item(key, text(value.get()), false, change));
      }
    }
    for (Map.Entry<Key, AttributeChange> change : logged.entrySet()) {
      if (change.getValue().deleted() && !sent.contains(change.getKey())) {
        own.add(item(change.getKey(), null, true, change.getValue()));
      }
    }
    return own;
  }

  private static MailboxAttribute item(
      Key key, String value, boolean deleted, AttributeChange change) {
    return new MailboxAttribute(
        key.shared(),
        key.name(),
        value,
        null,
        deleted,
        // Dovecot knows no time here, and any time of ours would beat its newer value.
        0,
        change == null ? 0 : change.modseq());
  }

  /** Takes one of the peer's attributes if it is the newer one. Failures are only logged. */
  void receive(MailboxAttribute remote) throws IOException {
    byte[] remoteValue = remote.deleted() ? null : value(remote);
    if (!remote.deleted() && remoteValue == null) {
      return;
    }
    Key key = new Key(remote.shared(), remote.key());
    try {
      byte[] local = attributes.get(key).orElse(null);
      if (!Arrays.equals(local, remoteValue) && remoteWins(key, local, remote, remoteValue)) {
        attributes.set(key, Optional.ofNullable(remoteValue));
      }
    } catch (IOException e) {
      log.error(
          "Mailbox "
              + mailbox.name()
              + ": cannot set attribute "
              + remote.key()
              + ": "
              + e.getMessage());
    }
  }

  private boolean remoteWins(Key key, byte[] local, MailboxAttribute remote, byte[] remoteValue) {
    AttributeChange change = logged.get(key);
    if (local == null && change == null) {
      return true;
    }
    long localModseq = change == null ? 0 : change.modseq();
    if (commonModseq > 0 && (remote.modseq() > commonModseq) != (localModseq > commonModseq)) {
      return remote.modseq() > commonModseq;
    }
    if (remote.lastChange() != 0) {
      return true;
    }
    if (remote.modseq() != localModseq) {
      return remote.modseq() > localModseq;
    }
    return local == null || remoteValue != null && Arrays.compareUnsigned(remoteValue, local) > 0;
  }

  private byte[] value(MailboxAttribute remote) throws IOException {
    if (remote.stream() == null) {
      return remote.value() == null ? null : remote.value().getBytes(StandardCharsets.ISO_8859_1);
    }
    InputStream stream = remote.stream();
    byte[] value = stream.readNBytes(MAX_VALUE + 1);
    if (value.length > MAX_VALUE) {
      log.error(
          "Mailbox "
              + mailbox.name()
              + ": ignoring attribute "
              + remote.key()
              + ", which is longer than "
              + MAX_VALUE
              + " bytes");
      return null;
    }
    return value;
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.ISO_8859_1);
  }
}
