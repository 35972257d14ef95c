package dev.dovetail.storage.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What stat(2) says of a path.
 *
 * @param mode permission and type bits
 * @param links the number of hard links
 * @param size in bytes
 * @param modifiedNanos mtime, nanoseconds since the epoch
 * @param changedNanos ctime, nanoseconds since the epoch
 */
public record FileStatus(
    long device,
    long inode,
    int mode,
    int uid,
    int gid,
    int links,
    long size,
    long modifiedNanos,
    long changedNanos) {

  private static final int PERMISSION_BITS = 07777;

  /**
   * Follows symbolic links.
   *
   * @throws NoSuchFileException if there is nothing
   */
  public static FileStatus of(Path path) throws IOException {
    return read(path);
  }

  /** Of a symbolic link itself, where {@code path} is one. */
  public static FileStatus ofLink(Path path) throws IOException {
    return read(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Follows symbolic links; empty if there is nothing. */
  public static Optional<FileStatus> ifExists(Path path) throws IOException {
    try {
      return Optional.of(read(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static FileStatus read(Path path, LinkOption... options) throws IOException {
    Map<String, Object> all =
        Files.readAttributes(
            path, "unix:dev,ino,mode,uid,gid,nlink,size,lastModifiedTime,ctime", options);
    return new FileStatus(
        number(all, "dev"),
        number(all, "ino"),
        (int) number(all, "mode"),
        (int) number(all, "uid"),
        (int) number(all, "gid"),
        (int) number(all, "nlink"),
        number(all, "size"),
        ((FileTime) all.get("lastModifiedTime")).to(TimeUnit.NANOSECONDS),
        ((FileTime) all.get("ctime")).to(TimeUnit.NANOSECONDS));
  }

  private static long number(Map<String, Object> attributes, String name) {
    return ((Number) attributes.get(name)).longValue();
  }

  /** True if both are the same file, whatever its name and content. */
  public boolean isSameFile(FileStatus other) {
    return device == other.device && inode == other.inode;
  }

  /** True if nothing was written to the file since {@code earlier}, as far as times can tell. */
  public boolean isUnchangedSince(FileStatus earlier) {
    return isSameFile(earlier)
        && size == earlier.size
        && modifiedNanos == earlier.modifiedNanos
        && changedNanos == earlier.changedNanos;
  }

  public int permissions() {
    return mode & PERMISSION_BITS;
  }

  /** mtime, whole seconds since the epoch. */
  public long modifiedSeconds() {
    return Math.floorDiv(modifiedNanos, 1_000_000_000L);
  }
}
