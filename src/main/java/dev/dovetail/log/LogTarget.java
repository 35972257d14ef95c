package dev.dovetail.log;

import java.io.IOException;

/** Takes finished lines. Thread-safe. */
interface LogTarget {

  /**
   * Writes a line.
   *
   * @param line without its final newline
   */
  void write(LineType type, String line) throws IOException;
}
