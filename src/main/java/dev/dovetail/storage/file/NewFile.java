package dev.dovetail.storage.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Creates files that inherit the directory's mode, without execute bits. */
public final class NewFile {
  private static final int OWNER_ONLY = 0600;

  private NewFile() {}

  /**
   * Creates {@code path} and opens it for reading and writing.
   *
   * @throws FileAlreadyExistsException if anything has that name
   */
  public static FileChannel create(Path path) throws IOException {
    FileAttribute<?> privately =
        PosixFilePermissions.asFileAttribute(InheritedMode.permissions(OWNER_ONLY));
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            privately);
    try {
      InheritedMode.of(path.toAbsolutePath().getParent()).applyToFile(path);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      Files.deleteIfExists(path);
      throw e;
    }
  }
}
