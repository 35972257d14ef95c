package dev.dovetail.storage.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Creates files that are complete when they get their name: under another name first, then by a
 * link. Whoever dies while writing leaves nothing behind that others take for the file.
 */
public final class LinkedFile {

  /** Writes, locks or syncs the file before others see it. */
  public interface Filling {
    void fill(FileChannel channel) throws IOException;
  }

  private LinkedFile() {}

  /**
   * Returns the file, open for reading and writing.
   *
   * @throws FileAlreadyExistsException if anything has that name
   */
  public static FileChannel create(Path path, Filling filling) throws IOException {
    if (Files.exists(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    Path draft =
        path.resolveSibling(
            path.getFileName() + "." + ProcessHandle.current().pid() + "." + System.nanoTime());
    FileChannel channel = NewFile.create(draft);
    boolean linked = false;
    try {
      filling.fill(channel);
      Files.createLink(path, draft);
      linked = true;
      return channel;
    } finally {
      if (!linked) {
        channel.close();
      }
      Files.deleteIfExists(draft);
    }
  }
}
