package dev.dovetail.cli.output;

import java.io.IOException;

/** Standard output as a formatter, or text without one, uses it. */
public record TextSink(Appendable out) {

  /** Writes {@code text} as it stands. */
  public void write(String text) {
    try {
      out.append(text);
    } catch (IOException e) {
      throw new OutputException(e);
    }
  }
}
