package dev.dovetail.storage.maildir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * When {@code new} and {@code cur} were last changed. {@link Instant#EPOCH} for one that does not
 * exist.
 */
record DirectoryTimes(Instant newMails, Instant cur) {

  static DirectoryTimes of(MaildirPaths paths) throws IOException {
    return new DirectoryTimes(timeOf(paths.newMails()), timeOf(paths.cur()));
  }

  private static Instant timeOf(Path directory) throws IOException {
    try {
      return Files.getLastModifiedTime(directory).toInstant();
    } catch (NoSuchFileException e) {
      return Instant.EPOCH;
    }
  }
}
