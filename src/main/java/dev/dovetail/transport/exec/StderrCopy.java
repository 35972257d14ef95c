package dev.dovetail.transport.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;

/**
 * Copies a child's standard error to ours, whole lines at a time, unchanged. Runs until the child
 * closes it, so that a child that says much never blocks.
 */
final class StderrCopy implements Runnable {

  /** A line longer than this is passed on in parts. */
  private static final int MAX_LINE = 64 * 1024;

  private final InputStream from;
  private final PrintStream to;
  private volatile boolean anything;

  StderrCopy(InputStream from, PrintStream to) {
    this.from = from;
    this.to = to;
  }

  /** Whether the child has written anything. */
  boolean hasCopied() {
    return anything;
  }

  @Override
  public void run() {
    byte[] buffer = new byte[8192];
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        anything |= read > 0;
        int complete = afterLastNewline(buffer, read);
        if (complete > 0) {
          line.write(buffer, 0, complete);
          pass(line);
        }
        line.write(buffer, complete, read - complete);
        if (line.size() > MAX_LINE) {
          pass(line);
        }
      }
    } catch (IOException e) {
      // The child is being killed; what it had to say has been said.
    }
    if (line.size() > 0) {
      line.write('\n');
      pass(line);
    }
  }

  private static int afterLastNewline(byte[] buffer, int length) {
    int at = length;
    while (at > 0 && buffer[at - 1] != '\n') {
      at--;
    }
    return at;
  }

  private void pass(ByteArrayOutputStream line) {
    synchronized (to) {
      to.write(line.toByteArray(), 0, line.size());
      to.flush();
    }
    line.reset();
  }
}
