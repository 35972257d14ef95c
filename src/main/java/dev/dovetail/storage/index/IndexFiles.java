package dev.dovetail.storage.index;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Reads whole files, up to a size that no sane index has. */
final class IndexFiles {
  private static final long MAX_SIZE = 1L << 30;

  private IndexFiles() {}

  static byte[] read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(channel, file);
    }
  }

  static byte[] read(FileChannel channel, Path file) throws IOException {
    long size = channel.size();
    if (size > MAX_SIZE) {
      throw new SyncException(
          Grade.NOT_POSSIBLE,
          "Index file "
              + file
              + " has "
              + size
              + " bytes, more than the "
              + MAX_SIZE
              + " that are supported: run 'doveadm index' on the mailbox to shrink it");
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) size);
    int read;
    do {
      read = channel.read(buffer, buffer.position());
    } while (read > 0);
    return buffer.hasRemaining()
        ? Arrays.copyOf(buffer.array(), buffer.position())
        : buffer.array();
  }
}
