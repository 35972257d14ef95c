package dev.dovetail.transport;

import dev.dovetail.stream.BlockInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * A channel read as a stream, unbuffered. A blocked read ends with an exception when another thread
 * closes the channel; a write to the same channel never waits for it, unlike with Java's own
 * adapter.
 */
public final class ChannelInput extends BlockInput {

  /** Larger transfers would be copied through as large a buffer outside the heap. */
  private static final int MAX_TRANSFER = 64 * 1024;

  private final ReadableByteChannel channel;

  public ChannelInput(ReadableByteChannel channel) {
    this.channel = channel;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return channel.read(ByteBuffer.wrap(bytes, offset, Math.min(length, MAX_TRANSFER)));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
