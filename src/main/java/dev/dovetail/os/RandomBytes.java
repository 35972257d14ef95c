package dev.dovetail.os;

import java.io.FileInputStream;
import java.io.IOException;

/** Random bytes from the kernel, without waking the platform's provider framework. */
public final class RandomBytes {

  private static final String DEVICE = "/dev/urandom";

  private RandomBytes() {}

  /** {@code count} bytes that nobody can guess; 16 of them make a GUID. */
  public static byte[] next(int count) throws IOException {
    try (FileInputStream device = new FileInputStream(DEVICE)) {
      byte[] bytes = device.readNBytes(count);
      if (bytes.length != count) {
        throw new IOException("Cannot read " + count + " random bytes from " + DEVICE);
      }
      return bytes;
    }
  }
}
