package dev.dovetail.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * A channel read as a stream, unbuffered. A blocked read ends with an exception when another thread
 * closes the channel; a write to the same channel never waits for it, unlike with Java's own
 * adapter.
 */
public final class ChannelInput extends InputStream {

  /** Larger transfers would be copied through as large a buffer outside the heap. */
  private static final int MAX_TRANSFER = 64 * 1024;

  private final ReadableByteChannel channel;

  public ChannelInput(ReadableByteChannel channel) {
    this.channel = channel;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
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
