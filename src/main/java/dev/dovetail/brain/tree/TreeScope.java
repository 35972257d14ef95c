package dev.dovetail.brain.tree;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.MailStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Which mailboxes take part in a sync (dsync-protocol 5.8): {@code -m}, {@code -g} and {@code -x}.
 * Both ends restrict their trees in the same way; records of deletes are never restricted.
 *
 * @param only the one mailbox of {@code -m}
 * @param onlyGuid the one mailbox of {@code -g}
 * @param exclude patterns of {@code -x}, special uses resolved to names
 * @param nothing true if {@code -m} names a special use that no mailbox has
 */
public record TreeScope(
    Optional<MailboxName> only, Optional<Guid128> onlyGuid, List<String> exclude, boolean nothing) {

  /** All mailboxes. */
  public static final TreeScope ALL =
      new TreeScope(Optional.empty(), Optional.empty(), List.of(), false);

  /**
   * Resolves special uses against {@code store}.
   *
   * @param mailbox {@code -m} as typed: a full name with the store's separator, or a special use
   * @param exclude {@code -x} as typed, each with wildcards {@code *} and {@code ?}, or a special
   *     use
   */
  public static TreeScope of(
      MailStore store, Optional<String> mailbox, Optional<Guid128> guid, List<String> exclude)
      throws IOException {
    throw new UnsupportedOperationException();
  }
}
