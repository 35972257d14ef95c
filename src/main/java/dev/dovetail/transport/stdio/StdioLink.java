package dev.dovetail.transport.stdio;

import dev.dovetail.transport.ChannelInput;
import dev.dovetail.transport.ChannelOutput;
import dev.dovetail.transport.Link;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;

/**
 * Our own standard input and output. Pipes, sockets, regular files and {@code /dev/null} will do
 * for either. Nothing is buffered. A blocked call ends with an exception when another thread closes
 * the link.
 */
public final class StdioLink implements Link {
  private final InputStream input;
  private final OutputStream output;

  private StdioLink(FileChannel in, FileChannel out) {
    this.input = new ChannelInput(in);
    this.output = new ChannelOutput(out);
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
}
