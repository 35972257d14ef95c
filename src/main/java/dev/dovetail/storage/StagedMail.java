package dev.dovetail.storage;

import java.io.Closeable;
import java.io.IOException;

/**
 * A mail that was written but is not yet in the mailbox. Closing one that was not committed
 * discards it.
 */
public interface StagedMail extends Closeable {
  @Override
  void close() throws IOException;
}
