package dev.dovetail.replicator.notify;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which directories and files of a store tell of changes, whatever its format. */
final class WatchedTree {
  private static final int DEPTH = 32;
  private static final int MOST = 100_000;

  /** The files whose changes are news. */
  private static final List<String> NEWS =
      List.of("dovecot.index.log", "dovecot.mailbox.log", "subscriptions");

  private WatchedTree() {}

  /** All below a directory, itself included; links are not followed. */
  static List<Path> directories(Path root) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          EnumSet.noneOf(java.nio.file.FileVisitOption.class),
          DEPTH,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes ignored) {
              String name = String.valueOf(directory.getFileName());
              if (name.equals("cur") || name.equals("tmp") || found.size() >= MOST) {
                return FileVisitResult.SKIP_SUBTREE;
              }
              found.add(directory);
              return name.equals("new") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // What has just gone is watched no more.
    }
    return found;
  }

  static boolean isDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Whether something about this name in a watched directory is a change of mail.
   *
   * @param made whether it is new there
   */
  static boolean isNews(Path directory, String name, boolean made) {
    return NEWS.contains(name) || made && directory.endsWith("new");
  }

  /**
   * Another number when something in a directory has become news. Locks that come and go do not.
   */
  static long newsStamp(Path directory) {
    long stamp = directory.endsWith("new") ? stamp(directory) : 0;
    for (String name : NEWS) {
      stamp = 31 * stamp + stamp(directory.resolve(name));
    }
    return stamp;
  }

  /** Another number when a file has changed, or an entry of a directory has come or gone. */
  static long stamp(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return 31 * attributes.lastModifiedTime().toMillis() + attributes.size();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Those in a directory, but none in {@code new}; none if it cannot be listed. */
  static Set<Path> directoriesIn(Path directory) {
    Set<Path> found = new HashSet<>();
    if (!directory.endsWith("new")) {
      try (DirectoryStream<Path> entries =
          Files.newDirectoryStream(directory, WatchedTree::isDirectory)) {
        entries.forEach(found::add);
      } catch (IOException | DirectoryIteratorException e) {
        // What has just gone has none.
      }
    }
    return found;
  }
}
