package dev.dovetail.brain;

import java.util.List;

/**
 * What the initiator knows before it speaks: what is asked of it, and what its settings say.
 *
 * @param hostname {@code host.domain} of this machine, for the lock decision
 * @param commitInterval {@code dsync_commit_msgs_interval}; 0 is not sent
 * @param hashedHeaders {@code dsync_hashed_headers}
 * @param replacement {@code dsync_alt_char}, for characters a name cannot have
 * @param emptyHeaderWorkaround {@code dsync_features=empty-header-workaround}
 */
public record SyncOptions(
    String hostname,
    SyncRequest request,
    long commitInterval,
    List<String> hashedHeaders,
    char replacement,
    boolean emptyHeaderWorkaround,
    Whereabouts whereabouts) {}
