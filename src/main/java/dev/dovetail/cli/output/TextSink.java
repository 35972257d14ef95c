package dev.dovetail.cli.output;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Where a formatter's text goes. */
record TextSink(Appendable out) {

  void write(String text) {
    try {
      out.append(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
