package dev.dovetail.session;

import dev.dovetail.failure.SyncException;
import dev.dovetail.transport.Link;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/** A link that tells why it was lost, if that is known, before whoever reads it hears so. */
public final class ReasonedLink implements Link {
  private final Link link;
  private final InputStream input;

  /**
   * @param lost gets the reason
   */
  public ReasonedLink(Link link, Consumer<String> lost) {
    this.link = link;
    this.input =
        new FilterInputStream(link.input()) {
          @Override
          public int read() throws IOException {
            byte[] one = new byte[1];
            int count = read(one, 0, 1);
            return count < 0 ? -1 : one[0] & 0xff;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
              return in.read(bytes, offset, length);
            } catch (SyncException e) {
              lost.accept(e.getMessage());
              throw e;
            }
          }
        };
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public OutputStream output() {
    return link.output();
  }

  @Override
  public String name() {
    return link.name();
  }

  @Override
  public void close() throws IOException {
    link.close();
  }
}
