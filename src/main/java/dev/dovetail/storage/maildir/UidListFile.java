package dev.dovetail.storage.maildir;

import dev.dovetail.storage.file.AtomicFile;
import dev.dovetail.storage.file.FileStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One mailbox's {@code dovecot-uidlist} on disk. Remembers what it read until the file changes;
 * writes only under the lock that {@link TreeAndLists} takes.
 */
final class UidListFile {
  private final Path directory;
  private final Path path;
  private final boolean sync;
  private FileStatus knownStatus;
  private UidList known;
  private Set<String> bases;

  UidListFile(MaildirPaths paths, FsyncMode fsync) {
    this.directory = paths.controlDirectory();
    this.path = directory.resolve(UidList.FILE_NAME);
    this.sync = fsync != FsyncMode.NEVER;
  }

  /** The present list; empty if there is no file. */
  Optional<UidList> read() throws IOException {
    Optional<FileStatus> status = FileStatus.ifExists(path);
    if (known != null && status.isPresent() && status.get().isUnchangedSince(knownStatus)) {
      return Optional.of(known);
    }
    Optional<UidList> list = UidList.read(directory);
    known = list.orElse(null);
    bases = null;
    knownStatus = status.orElse(null);
    return list;
  }

  /**
   * The present list.
   *
   * @throws NoSuchFileException if there is none: somebody has removed it or the mailbox
   */
  UidList readExisting() throws IOException {
    return read().orElseThrow(() -> new NoSuchFileException(path.toString()));
  }

  /** All bases of the list that was read or written last. */
  Set<String> bases() {
    if (bases == null) {
      bases = new HashSet<>(known.entries().size() * 3 / 2 + 1);
      for (UidListEntry entry : known.entries()) {
        bases.add(entry.base());
      }
    }
    return bases;
  }

  /** What stat(2) said when the list was last read or written; empty if there was no file. */
  Optional<FileStatus> status() {
    return Optional.ofNullable(knownStatus);
  }

  /** Adds whole lines to the list that was read last, in one write. The lock must be held. */
  void append(List<UidListEntry> added, long nextUid) throws IOException {
    if (added.isEmpty()) {
      return;
    }
    StringBuilder lines = new StringBuilder(added.size() * 80);
    for (UidListEntry entry : added) {
      entry.appendTo(lines);
    }
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = channel.size();
      try {
        ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
          channel.write(bytes, end + bytes.position());
        }
        if (sync) {
          channel.force(false);
        }
      } catch (IOException e) {
        channel.truncate(end);
        throw e;
      }
    }
    List<UidListEntry> entries = new ArrayList<>(known.entries().size() + added.size());
    entries.addAll(known.entries());
    entries.addAll(added);
    UidListHeader header = known.header().orElseThrow();
    Set<String> knownBases = bases;
    remember(header.withNextUid(Math.max(header.nextUid(), nextUid)), entries);
    if (knownBases != null) {
      for (UidListEntry entry : added) {
        knownBases.add(entry.base());
      }
      bases = knownBases;
    }
  }

  /** Replaces the file. The lock must be held. */
  void rewrite(UidListHeader header, List<UidListEntry> entries) throws IOException {
    AtomicFile.write(
        path, directory.resolve(UidList.FILE_NAME + ".tmp"), UidList.format(header, entries));
    remember(header, List.copyOf(entries));
  }

  private void remember(UidListHeader header, List<UidListEntry> entries) throws IOException {
    known = new UidList(Optional.of(header), entries, Optional.empty(), false);
    knownStatus = FileStatus.of(path);
    bases = null;
  }
}
