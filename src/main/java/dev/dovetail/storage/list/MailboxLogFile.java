package dev.dovetail.storage.list;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.MailboxLogRecord;
import dev.dovetail.storage.file.FileStatus;
import dev.dovetail.storage.file.NewFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code dovecot.mailbox.log} and its predecessor {@code .2}: deletes, renames and subscription
 * changes of a tree (storage-formats 3.21).
 */
public final class MailboxLogFile {
  static final int RECORD_SIZE = 24;
  static final int ROTATION_SIZE = 4096;

  /** Dovecot's never exceed {@link #ROTATION_SIZE} by more than a record. */
  private static final int MAX_SIZE = 1 << 20;

  private static final int TRIES = 20;
  private static final int GUID_OFFSET = 4;
  private static final int TIME_OFFSET = 20;
  private static final MailboxLogRecord.Kind[] KINDS = MailboxLogRecord.Kind.values();

  private final Path file;
  private final Path previous;
  private final Log log;

  /**
   * @param indexRoot the directory of the log; need not exist
   */
  public MailboxLogFile(Path indexRoot, Log log) {
    this.file = indexRoot.resolve("dovecot.mailbox.log");
    this.previous = indexRoot.resolve("dovecot.mailbox.log.2");
    this.log = log;
  }

  /** All records, oldest first. Records of unknown kinds are left out, with a warning. */
  public List<MailboxLogRecord> read() throws IOException {
    List<MailboxLogRecord> records = new ArrayList<>();
    read(previous, records);
    read(file, records);
    return records;
  }

  private void read(Path path, List<MailboxLogRecord> records) throws IOException {
    byte[] bytes;
    try {
      if (Files.size(path) > MAX_SIZE) {
        throw new SyncException(
            Grade.NOT_POSSIBLE, "Reading " + path + ": no real log is that long; move it away");
      }
      bytes = Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      return;
    }
    int unknown = parse(bytes, records);
    if (unknown > 0) {
      log.warning(path + ": ignored " + unknown + " records of unknown type");
    }
  }

  /** Returns the number of records that were left out. A torn one at the end does not count. */
  static int parse(byte[] bytes, List<MailboxLogRecord> records) {
    int unknown = 0;
    for (int at = 0; at + RECORD_SIZE <= bytes.length; at += RECORD_SIZE) {
      int type = bytes[at] & 0xff;
      if (type < 1 || type > KINDS.length) {
        unknown++;
        continue;
      }
      long time = ByteBuffer.wrap(bytes).getInt(at + TIME_OFFSET) & 0xffffffffL;
      records.add(new MailboxLogRecord(KINDS[type - 1], Guid128.of(bytes, at + GUID_OFFSET), time));
    }
    return unknown;
  }

  static byte[] format(MailboxLogRecord record) {
    return ByteBuffer.allocate(RECORD_SIZE)
        .put((byte) (record.kind().ordinal() + 1))
        .position(GUID_OFFSET)
        .put(record.id().toBytes())
        .putInt((int) record.time())
        .array();
  }

  /** Appends durably, in one write; then moves a log that has grown long to {@code .2}. */
  public void append(MailboxLogRecord... records) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(RECORD_SIZE * records.length);
    for (MailboxLogRecord record : records) {
      buffer.put(format(record));
    }
    buffer.flip();
    long size = appendToExisting(buffer);
    for (int attempt = 1; size < 0; attempt++) {
      create(attempt >= TRIES);
      size = appendToExisting(buffer);
    }
    if (size >= ROTATION_SIZE && isStill(size)) {
      moveAway();
    }
  }

  private void moveAway() throws IOException {
    try {
      Files.move(file, previous, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // Dovecot was faster.
    }
  }

  /** False if Dovecot has moved the long log away already, and this is the next one. */
  private boolean isStill(long size) throws IOException {
    return FileStatus.ifExists(file).filter(status -> status.size() == size).isPresent();
  }

  /** The size afterwards; negative if there is no log, as it was just moved to {@code .2}. */
  private long appendToExisting(ByteBuffer records) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
      // Behind a torn record nobody could read ours, and Dovecot would drop the whole log.
      long torn = channel.size() % RECORD_SIZE;
      if (torn != 0) {
        channel.truncate(channel.size() - torn);
      }
      channel.write(records);
      channel.force(false);
      return channel.size();
    } catch (NoSuchFileException e) {
      return -1;
    }
  }

  /** A Dovecot that is about to move a long log away may take the new one instead. */
  private void create(boolean lastTry) throws IOException {
    try {
      NewFile.create(file).close();
    } catch (FileAlreadyExistsException e) {
      // Dovecot was faster.
    } catch (NoSuchFileException e) {
      if (lastTry) {
        throw e;
      }
    }
  }
}
