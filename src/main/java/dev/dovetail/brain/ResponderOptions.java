package dev.dovetail.brain;

/**
 * What a responder knows before the initiator speaks.
 *
 * @param hostname {@code host.domain} of this machine, for the lock decision
 * @param commitInterval this end's {@code dsync_commit_msgs_interval}
 */
public record ResponderOptions(String hostname, long commitInterval) {}
