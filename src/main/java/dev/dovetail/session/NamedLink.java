package dev.dovetail.session;

import dev.dovetail.transport.Link;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A link that messages call by another name. */
public record NamedLink(Link link, String name) implements Link {

  @Override
  public InputStream input() {
    return link.input();
  }

  @Override
  public OutputStream output() {
    return link.output();
  }

  @Override
  public void end() throws IOException {
    link.end();
  }

  @Override
  public void close() throws IOException {
    link.close();
  }
}
