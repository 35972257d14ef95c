package dev.dovetail.session;

import dev.dovetail.transport.Link;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A link that knows whether the other end has said anything at all. */
public final class HeardLink implements Link {
  private final Link link;
  private final InputStream input;
  private volatile boolean heard;

  public HeardLink(Link link) {
    this.link = link;
    this.input =
        new FilterInputStream(link.input()) {
          @Override
          public int read() throws IOException {
            int value = in.read();
            heard |= value >= 0;
            return value;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, length);
            heard |= count > 0;
            return count;
          }
        };
  }

  /** Whether a byte has come. */
  public boolean heard() {
    return heard;
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
