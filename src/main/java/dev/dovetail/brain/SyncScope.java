package dev.dovetail.brain;

import dev.dovetail.mail.Guid128;
import java.util.List;
import java.util.Optional;

/**
 * Which mailboxes and mails take part.
 *
 * @param namespaces {@code -n}: namespace prefixes; empty for the default
 * @param allNamespaces {@code -N}
 * @param mailbox {@code -m}: a full name as typed, or a special use such as {@code \Trash}
 * @param mailboxGuid {@code -g}
 * @param noMails {@code -m ''} or {@code -g ''}: sync the mailbox tree only
 * @param exclude {@code -x}: masks of full names, or special uses
 * @param since {@code -t}, seconds since the epoch; 0 for none
 * @param until {@code -e}, seconds since the epoch; 0 for none
 * @param maxSize {@code -I}, bytes; 0 for none
 * @param flags {@code -O}: a flag or keyword, {@code -} in front negates
 */
public record SyncScope(
    List<String> namespaces,
    boolean allNamespaces,
    Optional<String> mailbox,
    Optional<Guid128> mailboxGuid,
    boolean noMails,
    List<String> exclude,
    long since,
    long until,
    long maxSize,
    Optional<String> flags) {

  /** Everything of the user's. */
  public static final SyncScope ALL =
      new SyncScope(
          List.of(),
          false,
          Optional.empty(),
          Optional.empty(),
          false,
          List.of(),
          0,
          0,
          0,
          Optional.empty());

  /** The same with other namespace prefixes. */
  public SyncScope inNamespaces(List<String> prefixes) {
    return new SyncScope(
        prefixes,
        allNamespaces,
        mailbox,
        mailboxGuid,
        noMails,
        exclude,
        since,
        until,
        maxSize,
        flags);
  }
}
