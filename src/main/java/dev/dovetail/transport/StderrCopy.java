package dev.dovetail.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Copies what the other end says on its standard error, whole lines at a time. Runs until that
 * stream ends, so that an end that says much never blocks.
 */
public final class StderrCopy implements Runnable {

  /** A line longer than this is passed on in parts. */
  private static final int MAX_LINE = 64 * 1024;

  private final InputStream from;
  private final StderrTarget target;
  private final byte[] prefix;
  private volatile boolean anything;

  public StderrCopy(InputStream from, StderrTarget target) {
    this.from = from;
    this.target = target;
    this.prefix = target.prefix().getBytes(StandardCharsets.UTF_8);
  }

  /** Whether the other end has said anything. */
  public boolean hasCopied() {
    return anything;
  }

  @Override
  public void run() {
    byte[] buffer = new byte[8192];
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        anything |= read > 0;
        for (int i = 0; i < read; i++) {
          if (line.size() == 0) {
            line.writeBytes(prefix);
          }
          line.write(buffer[i]);
          if (buffer[i] == '\n' || line.size() > MAX_LINE) {
            lines.writeBytes(line.toByteArray());
            line.reset();
          }
        }
        pass(lines);
      }
    } catch (IOException e) {
      // The link is being cut; what the other end had to say has been said.
    }
    if (line.size() > 0) {
      line.write('\n');
      pass(line);
    }
  }

  private void pass(ByteArrayOutputStream lines) {
    if (lines.size() > 0) {
      target.write(lines.toByteArray());
      lines.reset();
    }
  }
}
