package dev.dovetail.storage.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Creates directories, which inherit the mode of those above. */
public final class NewDirectory {
  private static final int OWNER_ONLY = 0700;

  private NewDirectory() {}

  /**
   * Creates one directory.
   *
   * @throws FileAlreadyExistsException if anything has that name
   */
  public static void create(Path directory) throws IOException {
    create(directory, InheritedMode.of(directory.toAbsolutePath().getParent()));
  }

  private static void create(Path directory, InheritedMode mode) throws IOException {
    createPrivate(directory);
    mode.applyToDirectory(directory);
  }

  private static void createPrivate(Path directory) throws IOException {
    Files.createDirectory(
        directory, PosixFilePermissions.asFileAttribute(InheritedMode.permissions(OWNER_ONLY)));
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

  /**
   * Creates a directory and those above it that do not exist. It inherits from {@code model}, those
   * above from above.
   */
  public static void createLike(Path model, Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    createAll(directory.toAbsolutePath().getParent());
    try {
      create(directory, InheritedMode.of(model));
    } catch (FileAlreadyExistsException e) {
      requireDirectory(directory, e);
    }
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
      createPrivate(directory);
    } catch (FileAlreadyExistsException e) {
      requireDirectory(directory, e);
    }
  }

  public static void createIfMissing(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    try {
      create(directory);
    } catch (FileAlreadyExistsException e) {
      requireDirectory(directory, e);
    }
  }

  /** Somebody else may have created it meanwhile. */
  private static void requireDirectory(Path path, FileAlreadyExistsException otherwise)
      throws FileAlreadyExistsException {
    if (!Files.isDirectory(path)) {
      throw otherwise;
    }
  }
}
