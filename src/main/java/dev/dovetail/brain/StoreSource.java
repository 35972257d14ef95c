package dev.dovetail.brain;

import dev.dovetail.storage.MailStore;
import dev.dovetail.wire.item.Handshake;
import java.io.IOException;

/** Opens what of the responder's mail an initiator asks for. */
@FunctionalInterface
public interface StoreSource {

  /**
   * @return a store of the namespaces that take part; the brain closes it
   * @throws dev.dovetail.failure.SyncException if they cannot be served here
   */
  MailStore open(Handshake initiator) throws IOException;
}
