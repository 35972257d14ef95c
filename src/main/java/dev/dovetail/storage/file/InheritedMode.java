package dev.dovetail.storage.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * Owner, group and permissions that new files and directories take from the directory that they
 * belong to, as Dovecot derives them: a shared mailbox's directory decides who may read its mails.
 *
 * @param mode permission bits, set-group-ID included
 */
public record InheritedMode(int uid, int gid, int mode) {
  private static final int READ_WRITE = 0666;
  private static final int ALL = 0777;
  private static final int OWNER_BITS = 0700;
  private static final int GROUP_BITS = 0070;
  private static final int SET_GROUP_ID = 02000;

  /** What {@code directory} gives on. */
  public static InheritedMode of(Path directory) throws IOException {
    FileStatus status = FileStatus.of(directory);
    return new InheritedMode(status.uid(), status.gid(), status.permissions());
  }

  /** Whether files are the owner's alone. */
  public boolean isPrivate() {
    return (mode & READ_WRITE & ~OWNER_BITS) == 0;
  }

  /** Gives a file that was just created what it inherits. */
  public void applyToFile(Path file) throws IOException {
    apply(file, FileStatus.ofLink(file), mode & READ_WRITE);
  }

  /** Gives a directory that was just created what it inherits. */
  public void applyToDirectory(Path directory) throws IOException {
    FileStatus created = FileStatus.ofLink(directory);
    apply(directory, created, mode & ALL | OWNER_BITS | created.mode() & SET_GROUP_ID);
  }

  private void apply(Path path, FileStatus created, int wanted) throws IOException {
    int bits = wanted;
    if (created.uid() != uid) {
      tryChange(path, "unix:uid", uid);
    }
    boolean groupDiffersFromOthers = (bits >> 3 & 7) != (bits & 7);
    if (created.gid() != gid && groupDiffersFromOthers && !tryChange(path, "unix:gid", gid)) {
      // Another group than the directory's must not get the rights meant for that one.
      bits = bits & ~GROUP_BITS | (bits & 7) << 3;
    }
    if (bits == created.permissions()) {
      return;
    }
    if ((bits & SET_GROUP_ID) != 0) {
      // Java's permissions do not know this bit.
      Files.setAttribute(path, "unix:mode", bits);
    } else {
      Files.setPosixFilePermissions(path, permissions(bits));
    }
  }

  /** False where the system does not let us: only root changes owners. */
  private static boolean tryChange(Path path, String attribute, int value) {
    try {
      Files.setAttribute(path, attribute, value, LinkOption.NOFOLLOW_LINKS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  static Set<PosixFilePermission> permissions(int mode) {
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
