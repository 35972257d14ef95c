package dev.dovetail.storage.list;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.storage.file.AtomicFile;
import dev.dovetail.storage.lock.DotLock;
import dev.dovetail.storage.lock.LockWaits;
import dev.dovetail.text.TabEscaping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code subscriptions} file, versions 1 and 2 (storage-formats 3.20). Entries are storage
 * names, their parts joined by the layout's separator. What cannot be understood is kept.
 */
public final class SubscriptionFile {
  private static final long STALE_SECONDS = 30;
  private static final long TIMEOUT_SECONDS = 120;
  private static final int MAX_SIZE = 64 << 20;
  private static final String HEADER_2 = "V\t2\n\n";

  private final Path file;
  private final char separator;
  private final String prefix;
  private final LockWaits waits;

  /**
   * @param file its directory must exist when something is written
   * @param separator the layout's
   */
  public SubscriptionFile(Path file, char separator) {
    this(file, separator, "", LockWaits.USUAL);
  }

  /**
   * The lines of another namespace's file that begin with a prefix.
   *
   * @param prefix stands before a storage name as it is, and is no part of that
   */
  public SubscriptionFile(Path file, char separator, String prefix, LockWaits waits) {
    this.file = file;
    this.separator = separator;
    this.prefix = prefix;
    this.waits = waits;
  }

  /**
   * The subscribed names in the order of the file.
   *
   * @throws SyncException if the file is of a later version
   */
  public List<String> read() throws IOException {
    List<String> names = content().names(separator);
    if (prefix.isEmpty()) {
      return names;
    }
    List<String> own = new ArrayList<>();
    for (String name : names) {
      if (name.startsWith(prefix)) {
        own.add(name.substring(prefix.length()));
      }
    }
    return own;
  }

  /**
   * Adds or removes a name.
   *
   * @return whether that changed anything
   */
  @SuppressWarnings("try")
  public boolean set(String storageName, boolean subscribed) throws IOException {
    if (content().names(separator).contains(prefix + storageName) == subscribed) {
      return false;
    }
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    try (DotLock held = DotLock.acquire(lock, STALE_SECONDS, waits.seconds(TIMEOUT_SECONDS))) {
      Content changed = content().with(prefix, storageName, subscribed, separator);
      if (changed == null) {
        return false;
      }
      Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
      AtomicFile.write(file, temporary, changed.format());
      return true;
    }
  }

  private Content content() throws IOException {
    try {
      if (Files.size(file) > MAX_SIZE) {
        throw failure("it is too large");
      }
      return parse(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return new Content(2, List.of());
    }
  }

  private Content parse(byte[] bytes) throws SyncException {
    // One character per byte, so that lines in no valid encoding survive.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int version = 1;
    int start = 0;
    if (text.startsWith("V\t")) {
      requireKnownVersion(text.substring(2, lineEnd(text, 2)));
      version = 2;
      // The header ends with an empty line; whatever else is in it is damage.
      int body = text.indexOf("\n\n");
      start = body < 0 ? text.length() : body + 2;
    }
    List<String> lines = new ArrayList<>();
    while (start < text.length()) {
      int end = lineEnd(text, start);
      // 2 writes the root of a namespace, whose storage name is empty, as an empty line.
      if (end > start || version == 2) {
        lines.add(text.substring(start, end));
      }
      start = end + 1;
    }
    return new Content(version, lines);
  }

  private static int lineEnd(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  private void requireKnownVersion(String version) throws SyncException {
    boolean isNumber = !version.isEmpty() && version.chars().allMatch(c -> c >= '0' && c <= '9');
    if (isNumber && !version.equals("2")) {
      throw failure("its version is unknown");
    }
  }

  private SyncException failure(String reason) {
    return new SyncException(
        Grade.NOT_POSSIBLE,
        "Reading subscriptions from " + file + ": " + reason + "; move it away");
  }

  /** A file's lines behind its header. */
  private record Content(int version, List<String> lines) {

    List<String> names(char separator) {
      List<String> names = new ArrayList<>(lines.size());
      for (String line : lines) {
        names.add(name(line, separator));
      }
      return names;
    }

    private String name(String line, char separator) {
      String text = version == 1 ? line : TabEscaping.unescape(line.replace('\t', separator));
      return new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private String line(String name, char separator) {
      String text = bytes(name);
      return version == 1 ? text : TabEscaping.escape(text).replace(separator, '\t');
    }

    private static String bytes(String text) {
      return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** {@code null} if nothing changes. */
    Content with(String prefix, String name, boolean subscribed, char separator) {
      List<String> changed = new ArrayList<>();
      for (String line : lines) {
        if (!name(line, separator).equals(prefix + name)) {
          changed.add(line);
        } else if (subscribed) {
          return null;
        }
      }
      if (subscribed) {
        changed.add(bytes(prefix) + line(name, separator));
      } else if (changed.size() == lines.size()) {
        return null;
      }
      return new Content(version, changed);
    }

    byte[] format() {
      StringBuilder text = new StringBuilder(version == 1 ? "" : HEADER_2);
      for (String line : lines) {
        text.append(line).append('\n');
      }
      return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
  }
}
