package dev.dovetail.cli;

import dev.dovetail.failure.FileReason;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The file of {@code -F}: one user a line; empty lines and blanks around a name do not count. */
final class UserFile {
  /** doveadm reads no longer ones either. */
  private static final int MAX_LINE = 8192;

  private UserFile() {}

  /**
   * Reads the names.
   *
   * @param file {@code -} for standard input
   */
  static List<String> read(String file) throws SyncException {
    List<String> names = new ArrayList<>();
    try (InputStream stream =
            file.equals("-")
                ? new FileInputStream(FileDescriptor.in)
                : Files.newInputStream(Path.of(file));
        InputStream in = new BufferedInputStream(stream)) {
      int number = 1;
      for (String line = line(in, number); line != null; line = line(in, ++number)) {
        if (!line.isBlank()) {
          names.add(line.strip());
        }
      }
    } catch (IOException e) {
      throw new SyncException(
          Grade.TEMPORARY, "Reading the users of " + file + " failed: " + FileReason.of(e), e);
    }
    return names;
  }

  /** Null at the end. */
  private static String line(InputStream in, int number) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n') {
      if (line.size() == MAX_LINE) {
        throw new IOException("line " + number + " is longer than " + MAX_LINE + " bytes");
      }
      line.write(next);
      next = in.read();
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
