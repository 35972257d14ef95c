package dev.dovetail.transport.stdio;

import dev.dovetail.transport.Link;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Our own standard input and output. Pipes, sockets, regular files and {@code /dev/null} will do
 * for either. Nothing is buffered. A blocked call ends with an exception when another thread closes
 * the link.
 */
public final class StdioLink implements Link {

  /** Larger transfers would be copied through as large a buffer outside the heap. */
  private static final int MAX_TRANSFER = 64 * 1024;

  private final In input;
  private final Out output;

  private StdioLink(FileChannel in, FileChannel out) {
    this.input = new In(in);
    this.output = new Out(out);
  }

  /**
   * Takes the standard streams over: from now on {@code System.out} is standard error, so that
   * nothing but the link can write to the other end.
   */
  public static StdioLink open() {
    System.setOut(System.err);
    return new StdioLink(
        new FileInputStream(FileDescriptor.in).getChannel(),
        new FileOutputStream(FileDescriptor.out).getChannel());
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public void close() throws IOException {
    try {
      output.close();
    } finally {
      input.close();
    }
  }

  private static final class In extends InputStream {
    private final FileChannel channel;

    In(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer target = ByteBuffer.wrap(bytes, offset, Math.min(length, MAX_TRANSFER));
      return channel.read(target);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private static final class Out extends OutputStream {
    private final FileChannel channel;

    Out(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
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
}
