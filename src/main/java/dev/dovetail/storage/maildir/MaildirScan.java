package dev.dovetail.storage.maildir;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The mails' files in {@code new} and {@code cur} at one moment: one listing of each directory, no
 * look at any file.
 */
final class MaildirScan {

  /** One file. */
  static final class Found {
    private final String name;
    private final boolean inNew;
    private boolean claimed;

    /**
     * @param name the whole name, one character per byte
     */
    Found(String name, boolean inNew) {
      this.name = name;
      this.inNew = inNew;
    }

    String name() {
      return name;
    }

    boolean inNew() {
      return inNew;
    }

    /** What stands behind the base. */
    String ending() {
      int colon = name.indexOf(':');
      return colon < 0 ? "" : name.substring(colon);
    }

    Path in(MaildirPaths paths) {
      return RawName.resolve(inNew ? paths.newMails() : paths.cur(), name);
    }

    /** Notes that a record of the uidlist names this file; false if another one does already. */
    boolean claim() {
      boolean first = !claimed;
      claimed = true;
      return first;
    }

    boolean isClaimed() {
      return claimed;
    }
  }

  private final Map<String, Found> byBase;
  private final DirectoryTimes times;
  private final Instant begin;

  private MaildirScan(Map<String, Found> byBase, DirectoryTimes times, Instant begin) {
    this.byBase = byBase;
    this.times = times;
    this.begin = begin;
  }

  /** Lists both directories; {@code new} first, as mails move from there to {@code cur}. */
  static MaildirScan of(MaildirPaths paths, int expected) throws IOException {
    Instant begin = Instant.now();
    DirectoryTimes times = DirectoryTimes.of(paths);
    Map<String, Found> byBase = new HashMap<>(expected * 3 / 2 + 16);
    list(paths.newMails(), true, byBase);
    list(paths.cur(), false, byBase);
    return new MaildirScan(byBase, times, begin);
  }

  private static void list(Path directory, boolean inNew, Map<String, Found> byBase)
      throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path path : stream) {
        String name = RawName.of(path);
        String base = MaildirName.baseOf(name);
        if (MaildirName.isPlainBase(base)) {
          // Of two sightings the later is the newer one: the mail was renamed meanwhile.
          byBase.put(base, new Found(name, inNew));
        }
      }
    } catch (NoSuchFileException e) {
      return;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** By base. */
  Map<String, Found> files() {
    return byBase;
  }

  /** The directories' times before they were listed. */
  DirectoryTimes times() {
    return times;
  }

  /** True if the listing holds for as long as the directories have its {@link #times}. */
  boolean holdsWhileTimesStay() {
    return times.wouldShowChangesAfter(begin);
  }
}
