package dev.dovetail.storage.index;

import dev.dovetail.failure.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads {@code dovecot.index} (storage-formats 3.15). */
final class Snapshot {
  private static final int MAJOR = 7;
  private static final int LITTLE_ENDIAN = 1;
  private static final int EXTENSION_HEADER = 16;
  private static final int MIN_RECORD = 5;

  /** An extension's place in the file. */
  private record Layout(Extension extension, int offset, int size) {}

  private final Path file;
  private final byte[] bytes;
  private final List<Layout> layouts = new ArrayList<>();
  private IndexState state;

  private Snapshot(Path file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /**
   * The state that was saved, at the log position of its base header; empty if there is no file.
   *
   * @throws CorruptIndexException if the file is corrupted
   */
  static Optional<IndexState> read(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = IndexFiles.read(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return Optional.of(parse(file, bytes));
  }

  static IndexState parse(Path file, byte[] bytes) throws SyncException {
    return new Snapshot(file, bytes).parse();
  }

  private IndexState parse() throws SyncException {
    if (bytes.length < BaseHeader.SIZE) {
      throw Corruption.in(file, "only " + bytes.length + " bytes, no header");
    }
    if (bytes[0] != MAJOR) {
      throw Corruption.otherVersion(file, bytes[0] & 0xff);
    }
    if (bytes[12] != LITTLE_ENDIAN) {
      throw Corruption.in(file, "unknown byte order, compatibility flags " + (bytes[12] & 0xff));
    }
    int baseSize = Bytes.u16(bytes, 2);
    long headerSize = Bytes.u32(bytes, 4);
    if (baseSize < BaseHeader.SIZE || baseSize > headerSize || headerSize > bytes.length) {
      throw Corruption.in(file, "header sizes " + baseSize + " and " + headerSize);
    }
    long indexId = Bytes.u32(bytes, BaseHeader.INDEX_ID);
    if (indexId == 0) {
      throw Corruption.in(file, "Dovecot has marked it so");
    }
    state = new IndexState(indexId, Arrays.copyOf(bytes, baseSize));
    if (state.nextUid() == 0) {
      throw Corruption.in(file, "next UID 0");
    }
    state.logSequence = Bytes.u32(bytes, BaseHeader.LOG_SEQUENCE);
    long head = Bytes.u32(bytes, BaseHeader.LOG_HEAD);
    if (head > Integer.MAX_VALUE) {
      throw Corruption.in(file, "log offset " + head);
    }
    state.headOffset = (int) head;
    readExtensions(baseSize, (int) headerSize);
    readRecords((int) headerSize);
    return state;
  }

  private void readExtensions(int from, int to) throws SyncException {
    int at = aligned(from);
    while (at + EXTENSION_HEADER <= to) {
      long headerSize = Bytes.u32(bytes, at);
      int nameLength = Bytes.u16(bytes, at + 14);
      long nameAt = (long) at + EXTENSION_HEADER;
      long headerAt = aligned(nameAt + nameLength);
      long next = aligned(headerAt + headerSize);
      if (nameLength == 0 || headerAt + headerSize > to) {
        throw Corruption.at(file, at, "extension of " + headerSize + " bytes");
      }
      String name = new String(bytes, (int) nameAt, nameLength, StandardCharsets.ISO_8859_1);
      if (state.hasExtension(name)) {
        throw Corruption.at(file, at, "extension " + name + " twice");
      }
      int recordOffset = Bytes.u16(bytes, at + 8);
      int recordSize = Bytes.u16(bytes, at + 10);
      byte[] header = Arrays.copyOfRange(bytes, (int) headerAt, (int) (headerAt + headerSize));
      Extension extension = new Extension(name, Bytes.u32(bytes, at + 4), header, recordSize);
      state.extensions.add(extension);
      layouts.add(new Layout(extension, recordOffset, recordSize));
      if (name.equals(Extension.KEYWORDS)) {
        readKeywordNames(header, at);
      }
      at = (int) Math.min(next, to);
    }
  }

  private void readKeywordNames(byte[] header, int at) throws SyncException {
    if (header.length < 4) {
      return;
    }
    long count = Bytes.u32(header, 0);
    long namesAt = 4 + 8 * count;
    if (namesAt > header.length) {
      throw Corruption.at(file, at, count + " keywords");
    }
    for (int i = 0; i < count; i++) {
      long start = namesAt + Bytes.u32(header, 4 + 8 * i + 4);
      int end = (int) Math.min(start, header.length);
      while (end < header.length && header[end] != 0) {
        end++;
      }
      if (end >= header.length || end == start) {
        throw Corruption.at(file, at, "keyword name " + i);
      }
      int length = (int) (end - start);
      state.keywords.register(new String(header, (int) start, length, StandardCharsets.ISO_8859_1));
      if (state.keywords.names().size() != i + 1) {
        throw Corruption.at(file, at, "keyword name " + i + " twice");
      }
    }
  }

  private void readRecords(int from) throws SyncException {
    long count = Bytes.u32(bytes, BaseHeader.MESSAGE_COUNT);
    long recordSize = Bytes.u32(bytes, 8);
    if (recordSize < MIN_RECORD
        || recordSize > 0xffff
        || from + count * recordSize > bytes.length) {
      throw Corruption.in(file, count + " records of " + recordSize + " bytes");
    }
    Layout keywords = null;
    Layout modseqs = null;
    List<Layout> columns = new ArrayList<>();
    for (Layout layout : layouts) {
      if (layout.size == 0 || count == 0) {
        continue;
      }
      String name = layout.extension.name();
      if (layout.offset < MIN_RECORD
          || layout.offset + layout.size > recordSize
          || name.equals(Extension.MODSEQ) && layout.size != 8
          || !Extension.fits(layout.size, (int) count)) {
        throw Corruption.in(file, "extension " + name + " in records of " + recordSize + " bytes");
      }
      if (name.equals(Extension.KEYWORDS)) {
        keywords = layout;
      } else if (name.equals(Extension.MODSEQ)) {
        modseqs = layout;
      } else {
        columns.add(layout);
      }
    }
    state.table.reserve(Math.max(16, (int) count + (int) count / 8));
    if (state.hasExtension(Extension.MODSEQ)) {
      state.table.enableModseqs(0);
    }
    int at = from;
    for (int row = 0; row < count; row++, at += (int) recordSize) {
      readRecord(at, keywords, modseqs);
      for (Layout column : columns) {
        column.extension.put(row, (int) count, bytes, at + column.offset, column.size);
      }
    }
  }

  private void readRecord(int at, Layout keywords, Layout modseqs) throws SyncException {
    long uid = Bytes.u32(bytes, at);
    if (uid <= state.table.lastUid() || uid >= state.nextUid()) {
      throw Corruption.at(file, at, "UID " + uid + " out of order");
    }
    List<String> set =
        keywords == null
            ? List.of()
            : state.keywords.ofMask(bytes, at + keywords.offset, keywords.size);
    long modseq = modseqs == null ? 0 : Bytes.u64(bytes, at + modseqs.offset);
    if (modseq < 0 || modseq > ModseqCount.MAX) {
      throw Corruption.at(file, at, "modseq " + Long.toUnsignedString(modseq));
    }
    state.table.add(uid, bytes[at + 4] & 0xff, set, modseq);
  }

  private static int aligned(int position) {
    return position + 7 & ~7;
  }

  private static long aligned(long position) {
    return position + 7 & ~7L;
  }
}
