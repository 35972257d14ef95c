package dev.dovetail.session;

import dev.dovetail.failure.SyncException;
import dev.dovetail.stream.BlockInput;
import dev.dovetail.transport.Link;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A link that knows what has become of the other end: whether it spoke, and why it is gone. */
public final class HeardLink implements Link {
  private final Link link;
  private final InputStream input;
  private volatile boolean heard;
  private volatile String loss;

  public HeardLink(Link link) {
    this.link = link;
    this.input = new Heard(link.input());
  }

  /** Whether a byte has come. */
  public boolean heard() {
    return heard;
  }

  /** Why nothing comes any more, known before the reader hears so; null if it is not known. */
  public String loss() {
    return loss;
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
  public void end() throws IOException {
    link.end();
  }

  @Override
  public void close() throws IOException {
    link.close();
  }

  private final class Heard extends BlockInput {
    private final InputStream in;

    Heard(InputStream in) {
      this.in = in;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        int count = in.read(bytes, offset, length);
        heard |= count > 0;
        return count;
      } catch (SyncException e) {
        loss = e.getMessage();
        throw e;
      }
    }
  }
}
