package dev.dovetail.storage.index;

import dev.dovetail.storage.file.FileStatus;
import dev.dovetail.storage.lock.Deadline;
import dev.dovetail.storage.lock.FileLocks;
import dev.dovetail.storage.lock.ProcessLock;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A locked log. While it is held, even Dovecot's readers wait, so hold it briefly. One thread at a
 * time; any thread may close it.
 */
public final class LockedIndex implements Closeable {
  private final MailIndex index;
  private final Path path;
  private final ProcessLock processLock;
  private final FileChannel channel;
  private final FileStatus file;
  private final IndexState state;

  private LockedIndex(
      MailIndex index,
      ProcessLock processLock,
      FileChannel channel,
      FileStatus file,
      IndexState state) {
    this.index = index;
    this.path = index.log();
    this.processLock = processLock;
    this.channel = channel;
    this.file = file;
    this.state = state;
  }

  static LockedIndex open(MailIndex index, Deadline deadline) throws IOException {
    Path path = index.log();
    ProcessLock processLock = ProcessLock.exclusive(path, deadline);
    FileChannel channel = null;
    boolean opened = false;
    try {
      channel = openLocked(path, deadline);
      FileStatus file = FileStatus.of(path);
      Optional<IndexState> known = index.knownAt(file);
      IndexState state = known.isPresent() ? known.get().copy() : load(index, channel);
      opened = true;
      return new LockedIndex(index, processLock, channel, file, state);
    } finally {
      if (!opened) {
        closeBoth(processLock, channel);
      }
    }
  }

  private static IndexState load(MailIndex index, FileChannel channel) throws IOException {
    LogFile log = LogFile.of(index.log(), IndexFiles.read(channel, index.log()));
    IndexState state = IndexLoader.load(index, log);
    cutTornTail(channel, log, state.headOffset);
    state.unfinished = false;
    return state;
  }

  private static void closeBoth(ProcessLock processLock, FileChannel channel) throws IOException {
    try (processLock) {
      if (channel != null) {
        channel.close();
      }
    }
  }

  /** Opens the file that has the log's name when it is locked, as it may be rotated meanwhile. */
  static FileChannel openLocked(Path path, Deadline deadline) throws IOException {
    while (true) {
      FileStatus before = FileStatus.of(path);
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
      boolean ours = false;
      try {
        FileLocks.lock(channel, path, deadline);
        ours = FileStatus.of(path).isSameFile(before);
      } finally {
        if (!ours) {
          channel.close();
        }
      }
      if (ours) {
        return channel;
      }
      deadline.pause(path + " is rotated again and again");
    }
  }

  /**
   * Removes what a writer that died left behind (storage-formats 3.13). Only that: bytes that no
   * writer can have left may hide good records.
   */
  private static void cutTornTail(FileChannel channel, LogFile log, int end) throws IOException {
    if (tornBytes(log, end) > 0) {
      channel.truncate(end);
    }
  }

  /**
   * How many bytes at the end of the log a writer that died can have left there.
   *
   * @throws CorruptIndexException if no writer can have left them
   */
  static int tornBytes(LogFile log, int end) throws CorruptIndexException {
    byte[] bytes = log.bytes();
    int torn = bytes.length - end;
    boolean complete = torn >= LogCursor.RECORD_HEADER;
    if (complete && Bytes.i32(bytes, end) != 0 && LogCursor.encodedSize(bytes, end) == 0) {
      throw Corruption.at(log.path(), end, "garbage");
    }
    return torn;
  }

  /** The state at the end of the log; changes with {@link #append}. */
  public IndexState state() {
    return state;
  }

  /**
   * Writes the whole transaction at the end of the log, or nothing. Does not sync.
   *
   * @throws IOException if not all of it could be written; the log is as before then
   */
  public void append(IndexTransaction transaction) throws IOException {
    int end = state.headOffset;
    byte[] bytes = transaction.encode(end, state);
    if (bytes.length == 0) {
      return;
    }
    if (channel.size() != end) {
      throw Corruption.at(path, end, "somebody wrote to it without its lock");
    }
    boolean written = false;
    try {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        // Once more after a short write: that says why.
        channel.write(rest, end + rest.position());
      }
      written = true;
    } finally {
      if (!written) {
        channel.truncate(end);
      }
    }
    new IndexReplay(state).apply(new LogCursor(path, bytes, end, 0, bytes.length));
  }

  /** Makes what was appended durable. */
  public void sync() throws IOException {
    channel.force(false);
  }

  /** Releases the lock; more than once is fine. */
  @Override
  public void close() throws IOException {
    try {
      remember();
    } finally {
      closeBoth(processLock, channel);
    }
  }

  private void remember() throws IOException {
    Optional<FileStatus> now = channel.isOpen() ? FileStatus.ifExists(path) : Optional.empty();
    if (now.isPresent() && now.get().isSameFile(file)) {
      index.remember(state, now.get());
    }
  }
}
