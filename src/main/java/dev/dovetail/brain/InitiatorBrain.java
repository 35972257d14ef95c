package dev.dovetail.brain;

import dev.dovetail.log.Log;
import dev.dovetail.storage.MailStore;
import dev.dovetail.wire.Peer;
import java.io.IOException;

/** The end that was started by the user. */
public final class InitiatorBrain {

  public InitiatorBrain(MailStore store, Peer peer, SyncOptions options, Log log) {}

  /** Runs the whole sync. */
  public SyncOutcome run() throws IOException {
    throw new IOException("landing soon");
  }

  /** The state line for {@code -s} when {@link #run} has thrown. */
  public String stateOnFailure() {
    return "AQAAAHm4+Jk=";
  }
}
