package dev.dovetail.userdb;

import dev.dovetail.config.Quoting;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file of lines {@code user:password:uid:gid:gecos:home:shell:extra fields}, read once and again
 * when it has changed (doveadm-interfaces 5.4).
 */
final class PasswdFile {

  private static final long MAX_FILE_BYTES = 512L << 20;

  private final File file;
  private long modified;
  private long size = -1;

  /** Line by user name; the first of several with one name counts. */
  private Map<String, String> lines = Map.of();

  PasswdFile(String path) {
    this.file = new File(path);
  }

  Map<String, String> lines() throws SyncException {
    long nowModified = file.lastModified();
    long nowSize = file.length();
    if (nowModified != modified || nowSize != size || nowSize == 0) {
      lines = read();
      modified = nowModified;
      size = nowSize;
    }
    return lines;
  }

  private Map<String, String> read() throws SyncException {
    if (file.length() > MAX_FILE_BYTES) {
      throw failed("the file is larger than " + MAX_FILE_BYTES + " bytes", null);
    }
    Map<String, String> found = new LinkedHashMap<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!line.isEmpty() && line.charAt(0) != '#' && line.charAt(0) != ':') {
          int colon = line.indexOf(':');
          found.putIfAbsent(colon < 0 ? line : line.substring(0, colon), line);
        }
      }
    } catch (IOException e) {
      String reason =
          !file.exists()
              ? "No such file or directory"
              : file.isDirectory()
                  ? "Is a directory"
                  : file.canRead() ? e.getMessage() : "Permission denied";
      throw failed(reason, e);
    }
    return found;
  }

  private SyncException failed(String reason, IOException cause) {
    return new SyncException(
        Grade.TEMPORARY,
        "Cannot read the passwd-file " + Quoting.forMessage(file.getPath()) + ": " + reason,
        cause);
  }
}
