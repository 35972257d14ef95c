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
   * Ends what both ends have agreed to end: closes both directions and waits for the other end to
   * finish, within the limits of the transport. Says on the log how it ended if that is news to the
   * admin.
   */
  default void end() throws IOException {
    close();
  }

  /**
   * Gives the other end up: closes both directions, ends blocked calls, and ends what it has
   * started. It takes seconds at most, and the log gets no line. Does nothing after {@link #end}.
   */
  @Override
  void close() throws IOException;
}
