package dev.dovetail.log;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * A stream or a file of lines. Each line is one write, so that lines of several threads and
 * processes do not mix.
 */
final class StreamTarget implements LogTarget {
  private final OutputStream out;
  private final Supplier<String> stamp;

  /** Lines as they are. */
  StreamTarget(OutputStream out) {
    // No lambda: a class of its own that every run would have to make.
    this(out, null);
  }

  /**
   * @param stamp what every line begins with; null for nothing
   */
  StreamTarget(OutputStream out, Supplier<String> stamp) {
    this.out = out;
    this.stamp = stamp;
  }

  /** Appends to a file, which is made if there is none. */
  static StreamTarget append(String path, Supplier<String> stamp) throws IOException {
    return new StreamTarget(new FileOutputStream(path, true), stamp);
  }

  @Override
  public synchronized void write(LineType type, String line) throws IOException {
    String text = stamp == null ? line : stamp.get() + line;
    out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
