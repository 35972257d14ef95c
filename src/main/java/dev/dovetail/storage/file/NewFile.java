package dev.dovetail.storage.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Creates files with the permissions that Dovecot would give them: the directory's, without execute
 * bits, and the directory's group where it matters.
 */
public final class NewFile {
  private static final int READ_WRITE = 0666;
  private static final int GROUP_BITS = 0070;

  private NewFile() {}

  /**
   * Creates {@code path} and opens it for reading and writing.
   *
   * @throws FileAlreadyExistsException if anything has that name
   */
  public static FileChannel create(Path path) throws IOException {
    FileAttribute<?> privately = PosixFilePermissions.asFileAttribute(permissions(0600));
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            privately);
    try {
      adopt(path, FileStatus.of(path.toAbsolutePath().getParent()));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      Files.deleteIfExists(path);
      throw e;
    }
  }

  /** Gives a file the owner, group and mode that its directory's other files have. */
  private static void adopt(Path path, FileStatus directory) throws IOException {
    FileStatus file = FileStatus.of(path);
    int mode = directory.mode() & READ_WRITE;
    if (file.uid() != directory.uid()) {
      tryChange(path, "unix:uid", directory.uid());
    }
    boolean groupDiffersFromOthers = (mode >> 3 & 7) != (mode & 7);
    if (file.gid() != directory.gid()
        && groupDiffersFromOthers
        && !tryChange(path, "unix:gid", directory.gid())) {
      // Another group than the directory's must not get the rights meant for that one.
      mode = mode & ~GROUP_BITS | (mode & 7) << 3;
    }
    if (mode != file.permissions()) {
      Files.setPosixFilePermissions(path, permissions(mode));
    }
  }

  private static boolean tryChange(Path path, String attribute, int value) {
    try {
      Files.setAttribute(path, attribute, value, LinkOption.NOFOLLOW_LINKS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int i = 0; i < all.length; i++) {
      if ((mode & 0400 >> i) != 0) {
        set.add(all[i]);
      }
    }
    return set;
  }
}
