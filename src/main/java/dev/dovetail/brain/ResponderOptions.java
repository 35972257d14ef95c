package dev.dovetail.brain;

import dev.dovetail.mail.Guid128;

/**
 * What a responder knows before the initiator speaks.
 *
 * @param hostname {@code host.domain} of this machine, for the lock decision
 * @param commitInterval this end's {@code dsync_commit_msgs_interval}
 * @param store where its mail is, in a way that no two places share; null if that is not known
 */
public record ResponderOptions(String hostname, long commitInterval, Guid128 store) {}
