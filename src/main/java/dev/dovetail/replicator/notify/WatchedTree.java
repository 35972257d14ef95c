package dev.dovetail.replicator.notify;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Which directories and files of a store tell of changes, whatever its format. */
final class WatchedTree {
  private static final int DEPTH = 32;
  private static final int MOST = 100_000;

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
    return name.equals("dovecot.index.log")
        || name.equals("dovecot.mailbox.log")
        || name.equals("subscriptions")
        || made && directory.endsWith("new");
  }
}
