package dev.dovetail.storage.index;

import dev.dovetail.failure.SyncException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** One log file's content. */
record LogFile(Path path, byte[] bytes, LogHeader header) {

  static LogFile of(Path path, byte[] bytes) throws SyncException {
    return new LogFile(path, bytes, LogHeader.parse(bytes, path));
  }

  static LogFile read(Path path) throws IOException {
    return of(path, IndexFiles.read(path));
  }

  static Optional<LogFile> readIfExists(Path path) throws IOException {
    try {
      return Optional.of(read(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The records between two positions; the first must be where a record begins. */
  LogCursor records(int from, int limit) {
    return new LogCursor(path, bytes, 0, from, limit);
  }

  LogCursor records() {
    return records(header.size(), bytes.length);
  }
}
