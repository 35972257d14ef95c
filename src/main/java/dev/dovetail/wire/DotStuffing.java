package dev.dovetail.wire;

/**
 * Encodes one value stream (dsync-protocol 2.6). A dot at the start of a line is doubled, the first
 * byte of the stream included: a receiver would otherwise lose it, and take what follows a message
 * that begins with a lone dot for protocol.
 */
final class DotStuffing {
  private boolean atLineStart = true;

  void encode(byte[] from, int start, int end, Bytes to) {
    int copied = start;
    boolean lineStart = atLineStart;
    for (int i = start; i < end; i++) {
      byte value = from[i];
      if (lineStart && value == '.') {
        to.put(from, copied, i);
        to.put('.');
        copied = i;
      }
      lineStart = value == '\n';
    }
    to.put(from, copied, end);
    atLineStart = lineStart;
  }

  /** Appends the terminator. */
  void finish(Bytes to) {
    to.put('\r');
    to.put('\n');
    to.put('.');
    to.put('\r');
    to.put('\n');
  }
}
