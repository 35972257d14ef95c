package dev.dovetail.brain;

import dev.dovetail.log.Log;
import dev.dovetail.storage.MailStore;
import dev.dovetail.wire.Peer;
import java.io.IOException;

/** The end that was started by the other end: {@code dsync-server}. */
public final class ResponderBrain {

  public ResponderBrain(MailStore store, Peer peer, String hostname, Log log) {}

  /** Serves one sync; the outcome's state is always empty. */
  public SyncOutcome run() throws IOException {
    throw new IOException("landing soon");
  }
}
