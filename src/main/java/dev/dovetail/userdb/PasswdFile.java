package dev.dovetail.userdb;

import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A file of lines {@code user:password:uid:gid:gecos:home:shell:extra fields}, read once and again
 * when it has changed (doveadm-interfaces 5.4). It may have a hundred thousand lines, of which most
 * runs want one.
 */
final class PasswdFile {

  private static final int MAX_FILE_BYTES = 512 << 20;

  private final File file;
  private long modified;
  private long size = -1;
  private byte[] text = {};
  private int lookups;

  /** Where lines begin, by user name; made for the second look-up. */
  private Map<String, Integer> index;

  PasswdFile(String path) {
    this.file = new File(path);
  }

  /**
   * The names in the file's order.
   *
   * @param all whether also those of lines that end behind the password
   */
  void names(boolean all, Consumer<String> each) throws SyncException {
    refresh();
    for (int start = 0; start < text.length; start = end(start) + 1) {
      if (isEntry(start) && (all || isMoreThanPassword(start))) {
        each.accept(name(start));
      }
    }
  }

  /** The first line of that name; null if there is none. */
  String line(String name) throws SyncException {
    refresh();
    if (name.isEmpty() || name.indexOf(':') >= 0 || name.indexOf('\n') >= 0) {
      return null;
    }
    int start = ++lookups == 1 ? search(name) : indexed(name);
    return start < 0 ? null : string(start, end(start));
  }

  private int search(String name) {
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    for (int start = 0; start < text.length; start = end(start) + 1) {
      int stop = start + wanted.length;
      if (stop <= text.length
          && isEntry(start)
          && Arrays.equals(text, start, stop, wanted, 0, wanted.length)
          && (stop == text.length || text[stop] == ':' || stop == end(start))) {
        return start;
      }
    }
    return -1;
  }

  private int indexed(String name) {
    if (index == null) {
      index = new HashMap<>();
      for (int start = 0; start < text.length; start = end(start) + 1) {
        if (isEntry(start)) {
          index.putIfAbsent(name(start), start);
        }
      }
    }
    return index.getOrDefault(name, -1);
  }

  private boolean isEntry(int start) {
    byte first = text[start];
    return first != '\n' && first != '\r' && first != '#' && first != ':';
  }

  private boolean isMoreThanPassword(int start) {
    int colons = 0;
    for (int at = start; at < text.length && text[at] != '\n' && colons < 2; at++) {
      colons += text[at] == ':' ? 1 : 0;
    }
    return colons == 2;
  }

  private String name(int start) {
    int end = end(start);
    int colon = start;
    while (colon < end && text[colon] != ':') {
      colon++;
    }
    return string(start, colon);
  }

  /** Where the line ends that begins or is at {@code start}. */
  private int end(int start) {
    int at = start;
    while (at < text.length && text[at] != '\n') {
      at++;
    }
    return at;
  }

  private String string(int start, int end) {
    boolean windows = end > start && end < text.length && text[end - 1] == '\r';
    return new String(text, start, end - start - (windows ? 1 : 0), StandardCharsets.UTF_8);
  }

  private void refresh() throws SyncException {
    long nowModified = file.lastModified();
    long nowSize = file.length();
    if (nowModified == modified && nowSize == size && nowSize != 0) {
      return;
    }
    text = read();
    modified = nowModified;
    size = nowSize;
    index = null;
    lookups = 0;
  }

  private byte[] read() throws SyncException {
    if (file.length() > MAX_FILE_BYTES) {
      throw failed("the file is larger than " + MAX_FILE_BYTES + " bytes", null);
    }
    try (FileInputStream in = new FileInputStream(file)) {
      return in.readNBytes(MAX_FILE_BYTES);
    } catch (IOException e) {
      String reason =
          !file.exists()
              ? "No such file or directory"
              : file.isDirectory()
                  ? "Is a directory"
                  : file.canRead() ? e.getMessage() : "Permission denied";
      throw failed(reason, e);
    }
  }

  private SyncException failed(String reason, IOException cause) {
    return new SyncException(
        Grade.TEMPORARY,
        "Cannot read the passwd-file " + Quoting.forMessage(file.getPath()) + ": " + reason,
        cause);
  }
}
