package dev.dovetail.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Who this process runs as.
 *
 * @param uid effective user id
 * @param gid effective group id
 */
public record Identity(long uid, long gid) {

  /** Reads the kernel's own account of this process. */
  public static Identity current() throws IOException {
    byte[] status;
    try (FileInputStream file = new FileInputStream("/proc/self/status")) {
      status = file.readAllBytes();
    }
    String text = new String(status, StandardCharsets.ISO_8859_1);
    return new Identity(effective(text, "\nUid:"), effective(text, "\nGid:"));
  }

  public boolean isRoot() {
    return uid == 0;
  }

  /** The second of the numbers behind {@code key}: real, effective, saved, file system. */
  private static long effective(String status, String key) throws IOException {
    int at = status.indexOf(key);
    if (at < 0) {
      throw new IOException("No line '" + key.trim() + "' in /proc/self/status");
    }
    int start = status.indexOf('\t', status.indexOf('\t', at) + 1) + 1;
    int end = status.indexOf('\t', start);
    return Long.parseLong(status.substring(start, end));
  }
}
