package dev.dovetail.wire;

import dev.dovetail.wire.item.Item;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Turns items into lines and value streams, with a buffer of its own. */
final class ItemWriter {
  private static final int BUFFER = 64 * 1024;
  private static final int CHUNK = 32 * 1024;

  private final KeyTable[] tables;
  private final OutputStream out;
  private final FieldWriter fields;
  private final byte[] chunk = new byte[CHUNK];
  private Bytes pending = new Bytes(BUFFER + BUFFER / 8);

  /**
   * @param tables indexed by the ordinal of the kind
   */
  ItemWriter(KeyTable[] tables, OutputStream out) {
    this.tables = tables;
    this.out = out;
    this.fields = new FieldWriter(tables);
  }

  /** The version line and all key tables. */
  void writePreamble() {
    putLine(ProtocolVersion.line());
    for (KeyTable table : tables) {
      if (table != null) {
        putLine(table.line());
      }
    }
    putLine(".");
  }

  private void putLine(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
    pending.put(bytes, 0, bytes.length);
    pending.put('\n');
  }

  /** The record, without the value stream that may belong to it. */
  void writeRecord(Item item) throws IOException {
    ItemKind kind = item.kind();
    fields.begin(kind);
    item.encode(fields);
    pending.put(kind.letter());
    if (kind.hasKeyTable()) {
      fields.finish(pending);
    }
    pending.put('\n');
    drainIfFull();
  }

  /** The whole value stream with its terminator. {@code stream} is not closed. */
  void writeStream(InputStream stream) throws IOException {
    DotStuffing stuffing = new DotStuffing();
    for (int length = stream.read(chunk); length >= 0; length = stream.read(chunk)) {
      stuffing.encode(chunk, 0, length, pending);
      drainIfFull();
    }
    stuffing.finish(pending);
    drainIfFull();
  }

  private void drainIfFull() throws IOException {
    if (pending.length >= BUFFER) {
      drain();
    }
  }

  private void drain() throws IOException {
    if (pending.length > 0) {
      out.write(pending.array, 0, pending.length);
      pending.length = 0;
      if (pending.array.length > 4 * BUFFER) {
        // A rare giant record must not keep its memory for the rest of the session.
        pending = new Bytes(BUFFER + BUFFER / 8);
      }
    }
  }

  void flush() throws IOException {
    drain();
    out.flush();
  }
}
