package dev.dovetail.transport;

import dev.dovetail.stream.BlockOutput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Takes what the other end says on its standard error and passes it on, whole lines at a time, each
 * with the target's prefix. Closing passes on a line that has no end.
 */
public final class StderrLines extends BlockOutput {

  /** A line longer than this is passed on in parts. */
  private static final int MAX_LINE = 64 * 1024;

  private final StderrTarget target;
  private final byte[] prefix;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private volatile boolean anything;

  public StderrLines(StderrTarget target) {
    this.target = target;
    this.prefix = target.prefix().getBytes(StandardCharsets.UTF_8);
  }

  /** Whether the other end has said anything. */
  public boolean hasAnything() {
    return anything;
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    anything |= length > 0;
    for (int i = offset; i < offset + length; i++) {
      if (line.size() == 0) {
        line.writeBytes(prefix);
      }
      line.write(bytes[i]);
      if (bytes[i] == '\n' || line.size() > MAX_LINE) {
        lines.writeBytes(line.toByteArray());
        line.reset();
      }
    }
    pass(lines);
  }

  @Override
  public synchronized void close() {
    if (line.size() > 0) {
      line.write('\n');
      pass(line);
    }
  }

  private void pass(ByteArrayOutputStream text) {
    if (text.size() > 0) {
      target.write(text.toByteArray());
      text.reset();
    }
  }
}
