package dev.dovetail.history;

import dev.dovetail.storage.MailStore;
import java.io.IOException;

/** A replica whose store is one of ours. */
public interface OurReplica extends Replica {

  /** The store as a new process opens it. */
  MailStore open() throws IOException;
}
