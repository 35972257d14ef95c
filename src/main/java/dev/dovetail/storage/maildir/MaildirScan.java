package dev.dovetail.storage.maildir;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The mails' files in {@code new} and {@code cur} at one moment: one listing of each directory, no
 * look at any file.
 */
final class MaildirScan {

  /**
   * One file.
   *
   * @param name the whole name, one character per byte
   */
  record Found(String name, boolean inNew) {
    Path in(MaildirPaths paths) {
      return RawName.resolve(inNew ? paths.newMails() : paths.cur(), name);
    }
  }

  private final Map<String, Found> byBase;
  private final List<Found> duplicates;
  private final DirectoryTimes times;
  private final Instant begin;

  private MaildirScan(
      Map<String, Found> byBase, List<Found> duplicates, DirectoryTimes times, Instant begin) {
    this.byBase = byBase;
    this.duplicates = duplicates;
    this.times = times;
    this.begin = begin;
  }

  /** Lists both directories; {@code new} first, as mails move from there to {@code cur}. */
  static MaildirScan of(MaildirPaths paths, int expected) throws IOException {
    Instant begin = Instant.now();
    DirectoryTimes times = DirectoryTimes.of(paths);
    Map<String, Found> byBase = new HashMap<>(expected * 3 / 2 + 16);
    List<Found> duplicates = new ArrayList<>();
    list(paths.newMails(), true, byBase, duplicates);
    list(paths.cur(), false, byBase, duplicates);
    return new MaildirScan(byBase, duplicates, times, begin);
  }

  private static void list(
      Path directory, boolean inNew, Map<String, Found> byBase, List<Found> duplicates)
      throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path path : stream) {
        String name = RawName.of(path);
        String base = MaildirName.baseOf(name);
        if (!MaildirName.isPlainBase(base)) {
          continue;
        }
        // The later sighting is the newer one: the mail was renamed while we were listing.
        Found earlier = byBase.put(base, new Found(name, inNew));
        if (earlier != null) {
          duplicates.add(earlier);
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

  /** Second files of the same base: stale sightings, or real ones. */
  List<Found> duplicates() {
    return duplicates;
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
