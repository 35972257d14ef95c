package dev.dovetail.storage.index;

import dev.dovetail.storage.file.DirectorySync;
import dev.dovetail.storage.file.FileStatus;
import dev.dovetail.storage.file.NewFile;
import dev.dovetail.storage.lock.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Makes new logs (storage-formats 3.12). */
final class LogCreation {
  private static final long WAIT_SECONDS = 30;
  private static final long STALE_SECONDS = 120;

  private LogCreation() {}

  /**
   * @param newLog exists while somebody makes a log
   * @return false if there is a log by somebody else
   */
  static boolean create(Path log, Path newLog, IndexTransaction first) throws IOException {
    Deadline deadline = Deadline.inSeconds(WAIT_SECONDS);
    while (!Files.exists(log)) {
      try (FileChannel channel = NewFile.create(newLog)) {
        return fill(channel, log, newLog, first);
      } catch (FileAlreadyExistsException e) {
        Optional<FileStatus> other = FileStatus.ifExists(newLog);
        long now = System.currentTimeMillis() / 1000;
        if (other.isPresent() && now - other.get().modifiedSeconds() > STALE_SECONDS) {
          Files.deleteIfExists(newLog);
        } else {
          deadline.pause(newLog + " exists; remove it if nothing is creating the mailbox");
        }
      }
    }
    return false;
  }

  /** Puts a new log, which begins with an empty mailbox, in the place of a locked one. */
  static void replace(Path log, Path newLog, IndexState before, IndexTransaction first)
      throws IOException {
    // Whoever left it has died: the lock is ours.
    Files.deleteIfExists(newLog);
    int time = (int) (System.currentTimeMillis() / 1000);
    try (FileChannel channel = NewFile.create(newLog)) {
      byte[] header = LogHeader.restarting(before, time);
      write(channel, header);
      write(channel, first.encode(header.length, IndexState.empty(before.indexId())));
      channel.force(true);
      Files.move(newLog, log, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(newLog);
      throw e;
    }
    DirectorySync.fsync(log.toAbsolutePath().getParent());
  }

  private static boolean fill(FileChannel channel, Path log, Path newLog, IndexTransaction first)
      throws IOException {
    boolean renamed = false;
    try {
      int time = (int) (System.currentTimeMillis() / 1000);
      byte[] header = LogHeader.initial(time);
      write(channel, header);
      write(channel, first.encode(header.length, IndexState.empty(time & 0xffff_ffffL)));
      channel.force(true);
      if (!Files.exists(log)) {
        Files.move(newLog, log, StandardCopyOption.ATOMIC_MOVE);
        renamed = true;
        DirectorySync.fsync(log.toAbsolutePath().getParent());
      }
      return renamed;
    } finally {
      if (!renamed) {
        Files.deleteIfExists(newLog);
      }
    }
  }

  private static void write(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
