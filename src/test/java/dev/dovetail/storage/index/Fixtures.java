package dev.dovetail.storage.index;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Index files that Dovecot wrote. */
final class Fixtures {
  private static final Path ROOT = Path.of("test-fixtures", "indexes");

  private Fixtures() {}

  static MailIndex open(String name) {
    return new MailIndex(ROOT.resolve(name));
  }

  static byte[] bytes(String name, String file) throws IOException {
    return Files.readAllBytes(ROOT.resolve(name).resolve(file));
  }

  /** A copy that may be changed. */
  static MailIndex copy(String name, Path target) throws IOException {
    Files.createDirectories(target);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(ROOT.resolve(name))) {
      for (Path file : files) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
    return new MailIndex(target);
  }

  /** A new index with messages 1 to {@code count}, without modseqs per message. */
  static MailIndex create(Path directory, int count) throws IOException {
    MailIndex index = new MailIndex(directory);
    IndexTransaction first = new IndexTransaction().external().uidValidity(7);
    for (int uid = 1; uid <= count; uid++) {
      first.append(uid, 0);
    }
    index.create(first);
    return index;
  }

  static void append(MailIndex index, IndexTransaction transaction) throws IOException {
    try (LockedIndex locked = index.lock(10)) {
      locked.append(transaction);
    }
  }
}
