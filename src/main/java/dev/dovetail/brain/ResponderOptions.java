package dev.dovetail.brain;

import dev.dovetail.wire.item.Handshake;
import java.io.IOException;

/**
 * What a responder knows before the initiator speaks.
 *
 * @param hostname {@code host.domain} of this machine, for the lock decision
 * @param commitInterval this end's {@code dsync_commit_msgs_interval}
 */
public record ResponderOptions(String hostname, long commitInterval, NamespaceCheck namespaces) {

  /** Whether the namespaces that the initiator wants can be served here. */
  public interface NamespaceCheck {

    /** Everything the initiator may ask for is served. */
    NamespaceCheck NONE = initiator -> {};

    /**
     * @throws dev.dovetail.failure.SyncException if they cannot
     */
    void check(Handshake initiator) throws IOException;
  }
}
