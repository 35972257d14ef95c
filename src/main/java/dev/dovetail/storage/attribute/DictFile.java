package dev.dovetail.storage.attribute;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.storage.file.AtomicFile;
import dev.dovetail.storage.file.FileStatus;
import dev.dovetail.storage.lock.DotLock;
import dev.dovetail.text.TabEscaping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A dictionary in a file: a line with a key, then a line with its value (storage-formats 3.19).
 * Keys are UTF-8. Keeps what it read until the file changes; one thread at a time.
 */
public final class DictFile {
  private static final long STALE_SECONDS = 30;
  private static final long TIMEOUT_SECONDS = 30;
  private static final int MAX_SIZE = 256 << 20;

  private final Path file;
  private FileStatus readStatus;
  private Map<String, byte[]> readValues;

  public DictFile(Path file) {
    this.file = file;
  }

  /** All values, in the order of the file; empty if there is no file. */
  synchronized Map<String, byte[]> read() throws IOException {
    FileStatus status = FileStatus.ifExists(file).orElse(null);
    if (readValues == null || !Objects.equals(status, readStatus)) {
      if (status != null && status.size() > MAX_SIZE) {
        throw new SyncException(
            Grade.NOT_POSSIBLE,
            "Reading mailbox attributes from " + file + ": it is too large; move it away");
      }
      readValues = status == null ? new LinkedHashMap<>() : parse(Files.readAllBytes(file));
      readStatus = status;
    }
    return readValues;
  }

  /**
   * Sets one value, or removes it, in the complete file under its lock.
   *
   * @return whether that changed anything
   */
  @SuppressWarnings("try")
  synchronized boolean set(String key, Optional<byte[]> value) throws IOException {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    try (DotLock held = DotLock.acquire(lock, STALE_SECONDS, TIMEOUT_SECONDS)) {
      Map<String, byte[]> values = new LinkedHashMap<>(read());
      byte[] old = value.isPresent() ? values.put(key, value.get()) : values.remove(key);
      if (Arrays.equals(old, value.orElse(null))) {
        return false;
      }
      Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
      AtomicFile.write(file, temporary, format(values));
      readValues = null;
      return true;
    }
  }

  /** A key without its value line at the end is dropped. */
  static Map<String, byte[]> parse(byte[] bytes) {
    Map<String, byte[]> values = new LinkedHashMap<>();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int start = 0;
    while (start < text.length()) {
      int keyEnd = text.indexOf('\n', start);
      int valueEnd = keyEnd < 0 ? -1 : text.indexOf('\n', keyEnd + 1);
      if (valueEnd < 0) {
        break;
      }
      byte[] key = bytes(TabEscaping.unescape(text.substring(start, keyEnd)));
      byte[] value = bytes(TabEscaping.unescape(text.substring(keyEnd + 1, valueEnd)));
      values.put(new String(key, StandardCharsets.UTF_8), value);
      start = valueEnd + 1;
    }
    return values;
  }

  static byte[] format(Map<String, byte[]> values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Map.Entry<String, byte[]> entry : values.entrySet()) {
      String key =
          new String(entry.getKey().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      out.writeBytes(bytes(TabEscaping.escape(key)));
      out.write('\n');
      String value = new String(entry.getValue(), StandardCharsets.ISO_8859_1);
      out.writeBytes(bytes(TabEscaping.escape(value)));
      out.write('\n');
    }
    return out.toByteArray();
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }
}
