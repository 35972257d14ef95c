package dev.dovetail.session;

import dev.dovetail.mail.Guid128;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/**
 * Tells whether two processes have the same directory before them: the directory's device and
 * inode, on a machine that was started at one moment.
 */
final class StoreIdentity {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private StoreIdentity() {}

  /** Of a user's mail; null if it does not exist yet, or the machine does not tell. */
  static Guid128 of(UserContext user) {
    try {
      Map<String, Object> status = Files.readAttributes(LocalCheck.place(user), "unix:dev,ino");
      UUID boot = UUID.fromString(Files.readString(BOOT_ID).trim());
      byte[] identity =
          ByteBuffer.allocate(16)
              .putLong(boot.getMostSignificantBits() ^ (long) status.get("ino"))
              .putLong(boot.getLeastSignificantBits() ^ (long) status.get("dev"))
              .array();
      return Guid128.of(identity, 0);
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }
}
