package dev.dovetail.session;

import dev.dovetail.brain.SyncOptions;
import dev.dovetail.brain.SyncOptions.Direction;
import dev.dovetail.config.Settings;
import dev.dovetail.mail.Guid128;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for, the same for every user. Components are those of {@link
 * SyncOptions}; the rest of those comes from the settings.
 *
 * @param timeout {@code -T}: seconds without traffic before giving up
 * @param rawlog {@code -r}; empty for none. Relative to the user's home
 */
public record SyncRequest(
    Direction direction,
    boolean full,
    Optional<String> state,
    Optional<String> mailbox,
    Optional<Guid128> mailboxGuid,
    boolean noMails,
    List<String> namespaces,
    boolean allNamespaces,
    List<String> exclude,
    long lockTimeout,
    boolean purgeRemote,
    boolean debug,
    long since,
    long until,
    long maxSize,
    Optional<String> flags,
    Optional<String> allMailbox,
    long timeout,
    String rawlog) {

  /** Seconds without traffic before a sync is given up, without {@code -T}. */
  public static final long DEFAULT_TIMEOUT = 600;

  /**
   * @param prefixes of the namespaces that {@code -n} has turned out to mean
   */
  SyncOptions options(Settings settings, String hostname, List<String> prefixes) {
    return new SyncOptions(
        hostname,
        direction,
        full,
        state,
        mailbox,
        mailboxGuid,
        noMails,
        prefixes,
        allNamespaces,
        exclude,
        lockTimeout,
        purgeRemote,
        debug,
        since,
        until,
        maxSize,
        flags,
        allMailbox,
        settings.dsyncCommitMessagesInterval(),
        settings.dsyncHashedHeaders(),
        settings.dsyncAltChar(),
        settings.dsyncFeatures().contains("empty-header-workaround"));
  }
}
