package dev.dovetail.cli.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Standard output, UTF-8, a write at a time. */
public final class StandardOutput implements Appendable {
  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

  @Override
  public StandardOutput append(CharSequence text) throws IOException {
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
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
