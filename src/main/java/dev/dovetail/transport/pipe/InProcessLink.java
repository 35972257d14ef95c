package dev.dovetail.transport.pipe;

import dev.dovetail.transport.Link;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * One of two ends that are connected by bounded buffers. Closing an end gives the other end of file
 * when it has read what was written, and an {@link java.io.IOException} when it writes; it ends
 * blocked calls at either end. Bytes are visible to the other end at once, there is nothing to
 * flush.
 */
public final class InProcessLink implements Link {

  private final String name;
  private final InputStream input;
  private final OutputStream output;

  /** Two connected ends. */
  public record Pair(InProcessLink first, InProcessLink second) {}

  private InProcessLink(String name, Ring incoming, Ring outgoing) {
    this.name = name;
    this.input = new Ring.In(incoming);
    this.output = new Ring.Out(outgoing);
  }

  /**
   * Connects two ends.
   *
   * @param capacity bytes that each direction holds; at least 1
   */
  public static Pair pair(int capacity) {
    Ring there = new Ring(capacity);
    Ring back = new Ring(capacity);
    return new Pair(
        new InProcessLink("remote", back, there), new InProcessLink("local", there, back));
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

  @Override
  public void close() throws java.io.IOException {
    output.close();
    input.close();
  }
}
