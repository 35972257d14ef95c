package dev.dovetail.cli.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output, UTF-8, a write at a time. Once its reader has gone, as {@code head} does, nobody
 * misses the rest, and what the command does goes on.
 */
public final class StandardOutput implements Appendable {
  private static final String NO_READER = "Broken pipe";

  private final OutputStream out;
  private boolean noReader;

  public StandardOutput() {
    this(new FileOutputStream(FileDescriptor.out));
  }

  StandardOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public StandardOutput append(CharSequence text) throws IOException {
    if (noReader) {
      return this;
    }
    try {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      noReader = NO_READER.equals(e.getMessage());
      if (!noReader) {
        throw e;
      }
    }
    return this;
  }

  @Override
  public StandardOutput append(CharSequence text, int start, int end) throws IOException {
    return append(text.subSequence(start, end));
  }

  @Override
  public StandardOutput append(char c) throws IOException {
    return append(String.valueOf(c));
  }
}
