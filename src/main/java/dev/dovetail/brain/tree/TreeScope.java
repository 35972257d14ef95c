package dev.dovetail.brain.tree;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.mail.MailboxPattern;
import dev.dovetail.storage.MailStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which mailboxes take part in a sync (dsync-protocol 5.8): {@code -m}, {@code -g} and {@code -x}.
 * Both ends restrict their trees in the same way; records of deletes are never restricted.
 * Subscriptions are restricted by {@code -m} with a name only.
 */
public final class TreeScope {
  /** All mailboxes. */
  public static final TreeScope ALL =
      new TreeScope('/', Optional.empty(), false, Optional.empty(), List.of(), List.of());

  private final char separator;
  private final Optional<MailboxName> only;
  private final boolean onlyBySpecialUse;
  private final Optional<Guid128> onlyGuid;
  private final List<MailboxPattern> excluded;
  private final List<MailboxName> excludedNames;

  private TreeScope(
      char separator,
      Optional<MailboxName> only,
      boolean onlyBySpecialUse,
      Optional<Guid128> onlyGuid,
      List<MailboxPattern> excluded,
      List<MailboxName> excludedNames) {
    this.separator = separator;
    this.only = only;
    this.onlyBySpecialUse = onlyBySpecialUse;
    this.onlyGuid = onlyGuid;
    this.excluded = excluded;
    this.excludedNames = excludedNames;
  }

  /**
   * Resolves special uses against {@code store}. A special use that no mailbox has matches nothing.
   *
   * @param mailbox {@code -m} as typed: a full name with the store's separator, or a special use
   * @param exclude {@code -x} as typed: patterns of full names with wildcards {@code *} and {@code
   *     ?}, or special uses
   */
  public static TreeScope of(
      MailStore store, Optional<String> mailbox, Optional<Guid128> guid, List<String> exclude)
      throws IOException {
    if (mailbox.isEmpty() && guid.isEmpty() && exclude.isEmpty()) {
      return ALL;
    }
    char separator = store.separator();
    List<MailboxPattern> excluded = new ArrayList<>();
    List<MailboxName> excludedNames = new ArrayList<>();
    for (String pattern : exclude) {
      if (isSpecialUse(pattern)) {
        store.specialUse(pattern).ifPresent(excludedNames::add);
      } else {
        excluded.add(MailboxPattern.of(pattern));
      }
    }
    boolean special = mailbox.isPresent() && isSpecialUse(mailbox.get());
    Optional<MailboxName> only =
        special
            ? store.specialUse(mailbox.get())
            : mailbox.map(name -> upperCaseInbox(MailboxName.split(name, separator)));
    return new TreeScope(separator, only, special, guid, excluded, excludedNames);
  }

  private static boolean isSpecialUse(String text) {
    return text.startsWith("\\");
  }

  private static MailboxName upperCaseInbox(MailboxName name) {
    boolean inbox = name.components().size() == 1;
    return inbox && name.components().get(0).equalsIgnoreCase("INBOX") ? MailboxName.INBOX : name;
  }

  /**
   * Whether an existing mailbox or directory takes part.
   *
   * @param guid empty for a directory
   */
  public boolean admits(MailboxName name, Guid128 guid) {
    if (onlyBySpecialUse && only.isEmpty()) {
      return false;
    }
    if (only.isPresent() && !only.get().equals(name)) {
      return false;
    }
    if (onlyGuid.isPresent() && !onlyGuid.get().equals(guid)) {
      return false;
    }
    return !isExcluded(name);
  }

  /**
   * Whether what the remote lists takes part. A remote that restricts its tree lists nothing else;
   * one that does not, or to whose eyes a name or a special use is another's, must not reach the
   * mailboxes that are left out here. Which mailbox has the special use of {@code -m} is its own
   * choice.
   *
   * @param wireName as the remote names it
   * @param localName as it would be named here
   */
  public boolean admitsRemote(MailboxName wireName, MailboxName localName, Guid128 guid) {
    if (only.isPresent() && !onlyBySpecialUse) {
      MailboxName name = only.get();
      if (!name.equals(wireName) && !name.equals(localName)) {
        return false;
      }
    }
    if (onlyGuid.isPresent() && !onlyGuid.get().equals(guid)) {
      return false;
    }
    return !isExcluded(localName);
  }

  private boolean isExcluded(MailboxName name) {
    if (excludedNames.contains(name)) {
      return true;
    }
    if (excluded.isEmpty()) {
      return false;
    }
    String fullName = name.join(separator);
    for (MailboxPattern pattern : excluded) {
      if (pattern.matches(fullName)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the subscription to a name takes part, existing or not. */
  boolean admitsSubscription(MailboxName name) {
    return only.isEmpty() || onlyBySpecialUse || only.get().equals(name);
  }
}
