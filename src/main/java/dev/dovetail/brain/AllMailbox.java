package dev.dovetail.brain;

import dev.dovetail.brain.mailbox.MailboxExchange.BodySource;
import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.MailContent;
import dev.dovetail.storage.MailStore;
import dev.dovetail.storage.MailboxStore;
import dev.dovetail.storage.MessageGoneException;
import dev.dovetail.storage.StoredMessage;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The mailbox of {@code -a}, which holds all mails: a place to copy from before asking the peer.
 */
final class AllMailbox implements BodySource, Closeable {

  private final MailboxStore mailbox;
  private final Map<String, Long> uids = new HashMap<>();

  AllMailbox(MailStore store, Guid128 guid) throws IOException {
    mailbox = store.openMailbox(guid);
    for (StoredMessage message : mailbox.refresh().messages()) {
      if (message.present()) {
        uids.put(message.guid(), message.uid());
      }
    }
  }

  @Override
  public Optional<MailContent> find(String guid) throws IOException {
    Long uid = uids.get(guid);
    if (uid == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(mailbox.open(uid));
    } catch (MessageGoneException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    mailbox.close();
  }
}
