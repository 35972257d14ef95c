package dev.dovetail.transport.pipe;

import dev.dovetail.transport.Link;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * One of two ends that are connected by bounded buffers. Closing an end gives the other end of file
 * when it has read what was written, and an {@link java.io.IOException} when it writes.
 */
public final class InProcessLink implements Link {

  /** Two connected ends. */
  public record Pair(InProcessLink first, InProcessLink second) {}

  private InProcessLink() {}

  /**
   * Connects two ends.
   *
   * @param capacity bytes that each direction holds; at least 1
   */
  public static Pair pair(int capacity) {
    return new Pair(new InProcessLink(), new InProcessLink());
  }

  @Override
  public InputStream input() {
    return InputStream.nullInputStream();
  }

  @Override
  public OutputStream output() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public void close() {}
}
