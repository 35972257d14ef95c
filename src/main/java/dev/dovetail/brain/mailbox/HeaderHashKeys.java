package dev.dovetail.brain.mailbox;

import dev.dovetail.mail.HeaderHash;
import dev.dovetail.storage.MailContent;
import dev.dovetail.storage.MailboxStore;
import dev.dovetail.storage.MessageGoneException;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.wire.item.MailChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Header hashes, where an end cannot keep GUIDs (dsync-protocol 6.3). Each mail's header is read
 * once; both directions ask, on two threads.
 */
final class HeaderHashKeys implements MatchKeys {

  private static final int VERSION_SINCE_MINOR_4 = 3;
  private static final int VERSION_BEFORE = 1;

  private final MailboxStore mailbox;
  private final HeaderHash hash;
  private final boolean emptyMatchesAnything;
  private final Map<Long, String> hashes = new ConcurrentHashMap<>();

  HeaderHashKeys(
      MailboxStore mailbox, List<String> headers, int remoteMinor, boolean emptyMatchesAnything) {
    this.mailbox = mailbox;
    this.hash =
        new HeaderHash(named(headers), remoteMinor >= 4 ? VERSION_SINCE_MINOR_4 : VERSION_BEFORE);
    this.emptyMatchesAnything = emptyMatchesAnything;
  }

  /** Dovecot sends an empty last name, which is none (trap 8). */
  private static List<String> named(List<String> headers) {
    List<String> named = new ArrayList<>();
    for (String header : headers) {
      if (!header.isEmpty()) {
        named.add(header);
      }
    }
    return named;
  }

  @Override
  public String of(StoredMessage message) throws IOException {
    String known = hashes.get(message.uid());
    if (known == null) {
      try (MailContent content = mailbox.open(message.uid())) {
        known = hash.of(content.stream());
      } catch (MessageGoneException e) {
        known = "";
      }
      hashes.put(message.uid(), known);
    }
    return known;
  }

  @Override
  public String of(MailChange change) {
    return change.hdrHash() == null ? "" : change.hdrHash();
  }

  /** The peer's expunges carry GUIDs that are not ours, so they decide nothing. */
  @Override
  public Boolean expungeMatches(MailChange expunge, StoredMessage message) {
    return GUIDS.expungeMatches(expunge, message);
  }

  @Override
  public boolean same(String local, String remote) {
    return local.equals(remote)
        || emptyMatchesAnything
            && (HeaderHash.EMPTY.equals(local) || HeaderHash.EMPTY.equals(remote));
  }
}
