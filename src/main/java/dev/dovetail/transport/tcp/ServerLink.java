package dev.dovetail.transport.tcp;

import dev.dovetail.transport.Link;
import dev.dovetail.transport.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The dsync stream on a connection whose server has become a {@code dsync-server}. */
final class ServerLink implements Link {
  /** How long a server may take to end after we have. */
  private static final long GOODBYE_SECONDS = 5;

  private final String name;
  private final ServerConnection connection;
  private final InputStream input;
  private final OutputStream output;

  ServerLink(String name, ServerConnection connection, InputStream input, OutputStream output) {
    this.name = name;
    this.connection = connection;
    this.input = input;
    this.output = output;
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  @Override
  public String name() {
    return name;
  }

  /** What the server still logs is shown; what else it sends has come too late. */
  @Override
  public void close() {
    try (Patience patience = new Patience(GOODBYE_SECONDS, connection::close)) {
      connection.endOutput();
      input.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // It has ended already, or takes too long about it.
    }
    connection.close();
  }
}
