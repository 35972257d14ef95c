package dev.dovetail.storage;

import java.io.Closeable;
import java.io.IOException;

/** A held lock; closing releases it. */
public interface StoreLock extends Closeable {
  @Override
  void close() throws IOException;
}
