package dev.dovetail.storage.maildir;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.mail.Guid128;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A {@code dovecot-uidlist} as it was read (storage-formats 2.2): which file has which UID. Reading
 * needs no lock; {@link #create} is for a directory that nobody else sees yet.
 *
 * @param header empty if the first line is damaged; then there are no entries
 * @param entries in ascending order of UID, bases unique
 * @param torn a last line without its newline: it counts only if exactly that file exists
 * @param damaged true if the file must be rewritten before anything is appended
 */
record UidList(
    Optional<UidListHeader> header,
    List<UidListEntry> entries,
    Optional<UidListEntry> torn,
    boolean damaged) {

  static final String FILE_NAME = "dovecot-uidlist";

  private static final int MAX_SIZE = 1 << 30;
  private static final int SMALL = 64 * 1024;
  private static final int HEAD = 8 * 1024;

  /** Reads the list; empty if there is no file. */
  static Optional<UidList> read(Path controlDirectory) throws IOException {
    Path file = controlDirectory.resolve(FILE_NAME);
    byte[] bytes;
    try {
      bytes = readAll(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return Optional.of(of(bytes));
  }

  static UidList of(byte[] bytes) {
    UidListParser parser = new UidListParser(bytes).parse();
    return new UidList(parser.header(), parser.entries(), parser.torn(), parser.damaged());
  }

  /**
   * Reads only the first line and, for the effective next UID, the last ones.
   *
   * @return empty if there is no file or its first line is damaged
   */
  static Optional<UidListHeader> readHeader(Path controlDirectory) throws IOException {
    Path file = controlDirectory.resolve(FILE_NAME);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size <= SMALL) {
        return of(read(channel, 0, (int) size)).header();
      }
      Optional<UidListHeader> head = headerOf(read(channel, 0, HEAD));
      UidList tail = of(withHeader(read(channel, size - HEAD, HEAD)));
      if (head.isEmpty() || tail.entries().isEmpty()) {
        return of(readAll(file)).header();
      }
      long last = tail.entries().get(tail.entries().size() - 1).uid();
      return Optional.of(head.get().withNextUid(Math.max(head.get().nextUid(), last + 1)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The record of a UID, in logarithmic time. */
  Optional<UidListEntry> find(long uid) {
    return find(entries, uid);
  }

  /**
   * The record of a UID.
   *
   * @param entries in ascending order of UID
   */
  static Optional<UidListEntry> find(List<UidListEntry> entries, long uid) {
    int low = 0;
    int high = entries.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      UidListEntry entry = entries.get(middle);
      if (entry.uid() == uid) {
        return Optional.of(entry);
      } else if (entry.uid() < uid) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  /** True if a record has this UID or a higher one. */
  boolean hasUidFrom(long uid) {
    return !entries.isEmpty() && entries.get(entries.size() - 1).uid() >= uid;
  }

  /** Creates the file of an empty mailbox; fails if there is one. */
  static void create(Path controlDirectory, long uidValidity, long nextUid, Guid128 guid)
      throws IOException {
    UidListHeader header = new UidListHeader(uidValidity, nextUid, guid, "");
    Files.write(
        controlDirectory.resolve(FILE_NAME),
        (header.toLine() + "\n").getBytes(StandardCharsets.ISO_8859_1),
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE);
  }

  /** The whole file. */
  static byte[] format(UidListHeader header, List<UidListEntry> entries) {
    StringBuilder text = new StringBuilder(128 + entries.size() * 64);
    text.append(header.toLine()).append('\n');
    for (UidListEntry entry : entries) {
      entry.appendTo(text);
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Optional<UidListHeader> headerOf(byte[] head) {
    int end = 0;
    while (end < head.length && head[end] != '\n') {
      end++;
    }
    return end == head.length ? Optional.empty() : of(Arrays.copyOf(head, end + 1)).header();
  }

  /** Makes the end of a list readable: its cut first line is dropped behind a header. */
  private static byte[] withHeader(byte[] tail) {
    int start = 0;
    while (start < tail.length && tail[start] != '\n') {
      start++;
    }
    byte[] head = "3 V1 N1\n".getBytes(StandardCharsets.ISO_8859_1);
    int rest = Math.max(0, tail.length - start - 1);
    byte[] bytes = Arrays.copyOf(head, head.length + rest);
    System.arraycopy(tail, tail.length - rest, bytes, head.length, rest);
    return bytes;
  }

  private static byte[] readAll(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size > MAX_SIZE) {
        throw new SyncException(
            Grade.NOT_POSSIBLE,
            "Reading "
                + file
                + ": it has "
                + size
                + " bytes, no real list is that long; move it away");
      }
      return read(channel, 0, (int) size);
    }
  }

  private static byte[] read(FileChannel channel, long from, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) > 0) {}
    return buffer.position() == count
        ? buffer.array()
        : Arrays.copyOf(buffer.array(), buffer.position());
  }
}
