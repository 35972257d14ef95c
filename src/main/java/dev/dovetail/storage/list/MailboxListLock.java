package dev.dovetail.storage.list;

import dev.dovetail.mail.Sha1;
import dev.dovetail.storage.StoreLock;
import dev.dovetail.storage.file.NewDirectory;
import dev.dovetail.storage.lock.FcntlLock;
import dev.dovetail.storage.lock.LockWaits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/** The lock for creating, renaming and deleting mailboxes (storage-formats 3.21). */
public final class MailboxListLock {
  private static final String FILE_NAME = "mailboxes.lock";
  private static final long TIMEOUT_SECONDS = 60;

  private MailboxListLock() {}

  /**
   * Takes the lock of one namespace.
   *
   * @param volatileDirectory where lock files are if not in {@code indexRoot}; shared by namespaces
   * @throws dev.dovetail.storage.LockTimeoutException if another process holds it for a minute, or
   *     for as long as may be waited
   */
  public static StoreLock acquire(
      Path indexRoot, Optional<Path> volatileDirectory, NamespaceOptions namespace, LockWaits waits)
      throws IOException {
    Path file =
        volatileDirectory.isPresent()
            ? volatileDirectory.get().resolve(FILE_NAME + sha1(namespace.prefix()))
            : indexRoot.resolve(FILE_NAME);
    NewDirectory.createAll(file.getParent());
    return FcntlLock.acquire(file, waits.seconds(TIMEOUT_SECONDS));
  }

  private static String sha1(String text) {
    return HexFormat.of().formatHex(Sha1.of(text.getBytes(StandardCharsets.UTF_8)));
  }
}
