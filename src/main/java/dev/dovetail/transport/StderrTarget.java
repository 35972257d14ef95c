package dev.dovetail.transport;

import java.io.PrintStream;

/**
 * Where the other end's error lines go.
 *
 * @param stream several links may share it
 * @param prefix of each line; may be empty
 */
public record StderrTarget(PrintStream stream, String prefix) {

  void write(byte[] lines) {
    synchronized (stream) {
      stream.write(lines, 0, lines.length);
      stream.flush();
    }
  }
}
