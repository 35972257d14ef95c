package dev.dovetail.cli.output;

import dev.dovetail.failure.FileReason;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Standard output takes nothing more, for example because its disk is full. */
public final class OutputException extends UncheckedIOException {
  private static final long serialVersionUID = 1;

  OutputException(IOException cause) {
    super("Writing to standard output failed: " + FileReason.of(cause), cause);
  }
}
