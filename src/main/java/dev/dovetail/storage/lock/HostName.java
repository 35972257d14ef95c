package dev.dovetail.storage.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The host's name as Dovecot writes it into dotlocks: what gethostname(2) says, no DNS. */
final class HostName {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  static String get() throws IOException {
    String overridden = System.getenv("DOVECOT_HOSTNAME");
    if (overridden != null && !overridden.isEmpty()) {
      return overridden;
    }
    return Files.readString(KERNEL).strip();
  }
}
