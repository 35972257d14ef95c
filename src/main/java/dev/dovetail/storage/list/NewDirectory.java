package dev.dovetail.storage.list;

import dev.dovetail.storage.file.FileStatus;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Creates directories with the mode and, where it matters, the group of those above. */
public final class NewDirectory {
  private static final int OWNER_BITS = 0700;
  private static final int GROUP_BITS = 0070;
  private static final int SET_GROUP_ID = 02000;

  private NewDirectory() {}

  /**
   * Creates one directory.
   *
   * @throws FileAlreadyExistsException if anything has that name
   */
  public static void create(Path directory) throws IOException {
    FileStatus parent = FileStatus.of(directory.toAbsolutePath().getParent());
    Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(permissions(OWNER_BITS)));
    FileStatus created = FileStatus.of(directory);
    int mode = parent.mode() & 0777 | OWNER_BITS;
    if (created.uid() != parent.uid()) {
      tryChange(directory, "unix:uid", parent.uid());
    }
    boolean groupDiffersFromOthers = (mode >> 3 & 7) != (mode & 7);
    if (created.gid() != parent.gid()
        && groupDiffersFromOthers
        && !tryChange(directory, "unix:gid", parent.gid())) {
      // Another group than the parent's must not get the rights meant for that one.
      mode = mode & ~GROUP_BITS | (mode & 7) << 3;
    }
    setMode(directory, mode | created.mode() & SET_GROUP_ID, created.permissions());
  }

  /** Creates a directory and those above it that do not exist. */
  public static void createAll(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      createAll(parent);
    }
    createIfMissing(directory);
  }

  /** Creates the root of a tree, for its owner only, where there is none. */
  public static void createRoot(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      createRoot(parent);
    }
    try {
      Files.createDirectory(
          directory, PosixFilePermissions.asFileAttribute(permissions(OWNER_BITS)));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
  }

  public static void createIfMissing(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    try {
      create(directory);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
  }

  /** Java's permissions know no set-group-ID bit; it must survive where the parent has it. */
  private static void setMode(Path directory, int mode, int present) throws IOException {
    if (mode == present) {
      return;
    }
    if ((mode & SET_GROUP_ID) != 0) {
      Files.setAttribute(directory, "unix:mode", mode);
    } else {
      Files.setPosixFilePermissions(directory, permissions(mode));
    }
  }

  private static boolean tryChange(Path path, String attribute, int value) {
    try {
      Files.setAttribute(path, attribute, value);
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
