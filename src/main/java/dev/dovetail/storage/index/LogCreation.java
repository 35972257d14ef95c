package dev.dovetail.storage.index;

import dev.dovetail.storage.file.DirectorySync;
import dev.dovetail.storage.file.FileStatus;
import dev.dovetail.storage.file.LinkedFile;
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
   * The log appears complete, without the file that Dovecot uses meanwhile: that one, left behind
   * by a process that died, would hold up everybody for minutes.
   *
   * @param newLog exists while a Dovecot makes a log
   * @param snapshot removed if there is no log
   * @return false if there is a log by somebody else
   */
  static boolean create(Path log, Path newLog, Path snapshot, IndexTransaction first)
      throws IOException {
    Deadline deadline = Deadline.inSeconds(WAIT_SECONDS);
    int time = (int) now();
    awaitOther(newLog, deadline);
    if (Files.exists(log)) {
      // It was only being rotated.
      return false;
    }
    // Without its log it belongs to nothing.
    Files.deleteIfExists(snapshot);
    try {
      LinkedFile.create(
              log, channel -> fill(channel, LogHeader.initial(time), first, time & 0xffff_ffffL))
          .close();
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    FileStatus ours = FileStatus.of(log);
    // One that began before ours was there will put its log over it.
    awaitOther(newLog, deadline);
    DirectorySync.fsync(log.toAbsolutePath().getParent());
    return FileStatus.of(log).isSameFile(ours);
  }

  private static void awaitOther(Path newLog, Deadline deadline) throws IOException {
    for (Optional<FileStatus> other = FileStatus.ifExists(newLog);
        other.isPresent();
        other = FileStatus.ifExists(newLog)) {
      if (now() - other.get().modifiedSeconds() > STALE_SECONDS) {
        Files.deleteIfExists(newLog);
      } else {
        deadline.pause(newLog + " exists; remove it if nothing is creating the mailbox");
      }
    }
  }

  /**
   * Puts a new log, which begins with an empty mailbox, in the place of a locked one.
   *
   * @param draft its name until it is complete
   */
  static void replace(Path log, Path draft, IndexState before, IndexTransaction first)
      throws IOException {
    // Whoever left it has died: the lock is ours.
    Files.deleteIfExists(draft);
    try (FileChannel channel = NewFile.create(draft)) {
      fill(channel, LogHeader.restarting(before, (int) now()), first, before.indexId());
      Files.move(draft, log, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(draft);
      throw e;
    }
    DirectorySync.fsync(log.toAbsolutePath().getParent());
  }

  private static void fill(FileChannel channel, byte[] header, IndexTransaction first, long indexId)
      throws IOException {
    write(channel, header);
    write(channel, first.encode(header.length, IndexState.empty(indexId)));
    channel.force(true);
  }

  /** Seconds since the epoch. */
  private static long now() {
    return System.currentTimeMillis() / 1000;
  }

  private static void write(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
