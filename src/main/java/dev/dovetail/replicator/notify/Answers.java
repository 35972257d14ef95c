package dev.dovetail.replicator.notify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Short answers to clients who may have gone. */
final class Answers {
  private Answers() {}

  /** A few bytes always fit into what the system buffers for a client who waits for them. */
  static void send(SocketChannel channel, String text) {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    try {
      synchronized (channel) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      // Whoever asked waits no longer.
    }
  }
}
