package dev.dovetail.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A pair of byte streams to the other end of a sync. */
public interface Link extends Closeable {

  InputStream input();

  OutputStream output();

  /**
   * How messages call the other end before its handshake is read: {@code remote}, {@code local}.
   */
  String name();

  /**
   * Closes both directions and waits for the other end to finish, within the limits of the
   * transport. Says on the log how it ended if that is news to the admin.
   */
  @Override
  void close() throws IOException;
}
