package dev.dovetail.storage.maildir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * When {@code new} and {@code cur} were last changed. {@link Instant#EPOCH} for one that does not
 * exist.
 */
record DirectoryTimes(Instant newMails, Instant cur) {
  /** A file system's clock may stand still between two ticks of the kernel. */
  private static final Duration TICK = Duration.ofMillis(20);

  private static final Duration COARSE_TICK = Duration.ofSeconds(2);
  private static final int NANOS_PER_MILLI = 1_000_000;

  static DirectoryTimes of(MaildirPaths paths) throws IOException {
    return new DirectoryTimes(timeOf(paths.newMails()), timeOf(paths.cur()));
  }

  /** As equals, which a record takes long to make ready. */
  boolean areSame(DirectoryTimes other) {
    return newMails.equals(other.newMails) && cur.equals(other.cur);
  }

  /** True if a change after {@code moment} must show: it cannot have left the same times again. */
  boolean wouldShowChangesAfter(Instant moment) {
    return isSettled(newMails, moment) && isSettled(cur, moment);
  }

  private static boolean isSettled(Instant time, Instant moment) {
    boolean coarse = time.getNano() % NANOS_PER_MILLI == 0;
    return time.plus(coarse ? COARSE_TICK : TICK).isBefore(moment);
  }

  private static Instant timeOf(Path directory) throws IOException {
    try {
      return Files.getLastModifiedTime(directory).toInstant();
    } catch (NoSuchFileException e) {
      return Instant.EPOCH;
    }
  }
}
