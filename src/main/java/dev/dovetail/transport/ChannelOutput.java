package dev.dovetail.transport;

import dev.dovetail.stream.BlockOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A channel written as a stream, unbuffered; the counterpart of {@link ChannelInput}. */
public final class ChannelOutput extends BlockOutput {

  /** Larger transfers would be copied through as large a buffer outside the heap. */
  private static final int MAX_TRANSFER = 64 * 1024;

  private final WritableByteChannel channel;

  public ChannelOutput(WritableByteChannel channel) {
    this.channel = channel;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int part = Math.min(length - done, MAX_TRANSFER);
      done += channel.write(ByteBuffer.wrap(bytes, offset + done, part));
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
