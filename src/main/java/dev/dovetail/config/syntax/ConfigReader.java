package dev.dovetail.config.syntax;

import dev.dovetail.config.syntax.ConfigException.Kind;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Reads configuration files into a {@link ConfigTree}: joins continued lines, follows includes,
 * opens and closes sections (doveadm-interfaces 6.1, 6.2). Files, their sizes and their nesting are
 * bounded.
 */
public final class ConfigReader {

  private static final int MAX_FILE_BYTES = 8 << 20;
  private static final int MAX_FILES = 5_000;
  private static final int MAX_INCLUDE_DEPTH = 30;
  private static final int MAX_SECTION_DEPTH = 30;

  private final ConfigBuilder builder;
  private final Deque<Place> openSections = new ArrayDeque<>();
  private final Deque<String> openFiles = new ArrayDeque<>();
  private int files;

  private ConfigReader(Map<String, String> environment) {
    this.builder = new ConfigBuilder(environment);
  }

  /**
   * @param path of the main file
   * @param environment for {@code $ENV:}
   * @throws ConfigException with file, line and remedy, if it cannot be read or is broken
   */
  public static ConfigTree read(String path, Map<String, String> environment)
      throws ConfigException {
    ConfigReader reader = new ConfigReader(environment);
    reader.readFile(path, load(path, null));
    if (!reader.openSections.isEmpty()) {
      Place start = reader.openSections.peek();
      throw new ConfigException(
          Kind.BROKEN,
          "Error in configuration file "
              + path
              + ": Missing '}' (section started at "
              + start.file()
              + ":"
              + start.line()
              + ")");
    }
    return reader.builder.finish();
  }

  private void readFile(String path, byte[] bytes) throws ConfigException {
    if (++files > MAX_FILES) {
      throw broken(path, 1, "More than " + MAX_FILES + " files are included");
    }
    openFiles.push(canonical(path));
    LogicalLines lines = new LogicalLines(bytes);
    for (String line = lines.next(); line != null; line = lines.next()) {
      handle(ConfigLexer.read(line), path, lines);
    }
    // An included file may leave sections open, or close those of the including one.
    openFiles.pop();
  }

  private void handle(ConfigLine line, String path, LogicalLines lines) throws ConfigException {
    int number = lines.number();
    if (line instanceof ConfigLine.Assignment assignment) {
      builder.assign(withHereDocument(assignment, path, lines), path, number);
    } else if (line instanceof ConfigLine.SectionStart start) {
      if (builder.depth() >= MAX_SECTION_DEPTH) {
        throw broken(path, number, "Sections are nested more than " + MAX_SECTION_DEPTH + " deep");
      }
      builder.open(start, path, number);
      openSections.push(new Place(path, number));
    } else if (line instanceof ConfigLine.SectionEnd) {
      if (builder.depth() == 0) {
        throw broken(path, number, "Unexpected '}'");
      }
      builder.close();
      openSections.pop();
    } else if (line instanceof ConfigLine.Include include) {
      include(include, path, number);
    } else if (line instanceof ConfigLine.Broken error) {
      throw broken(path, number, error.reason());
    }
  }

  /** {@code key = <<END}: 2.4's value of several lines, up to a line {@code END}. */
  private ConfigLine.Assignment withHereDocument(
      ConfigLine.Assignment assignment, String path, LogicalLines lines) throws ConfigException {
    String value = assignment.value();
    if (assignment.quoted() || !value.startsWith("<<") || !builder.isVersion24()) {
      return assignment;
    }
    String end = value.substring(2).strip();
    int start = lines.number();
    StringBuilder text = new StringBuilder();
    for (String line = lines.nextRaw(); line != null; line = lines.nextRaw()) {
      if (line.equals(end)) {
        return new ConfigLine.Assignment(assignment.key(), text.toString(), true);
      }
      text.append(line).append('\n');
    }
    throw broken(path, start, "Missing " + Quoting.forMessage(end));
  }

  private void include(ConfigLine.Include include, String path, int number) throws ConfigException {
    if (include.pattern().indexOf('\0') >= 0) {
      throw broken(path, number, "A file name cannot hold a NUL character");
    }
    List<String> found =
        include.pattern().isEmpty()
            ? new ArrayList<>()
            : ConfigIncludes.find(include.pattern(), path);
    if (found.isEmpty() && include.mustMatch()) {
      throw broken(path, number, "No matches");
    }
    for (String file : found) {
      if (openFiles.contains(canonical(file)) || openFiles.size() >= MAX_INCLUDE_DEPTH) {
        throw broken(path, number, "Recursive include file: " + file);
      }
      readFile(file, load(file, new Place(path, number)));
    }
  }

  private record Place(String file, int line) {}

  /** Reads a file; {@code includedAt} is null for the main one. */
  private static byte[] load(String path, Place includedAt) throws ConfigException {
    File file = new File(path);
    if (includedAt == null && !file.exists()) {
      throw new ConfigException(
          Kind.UNREADABLE,
          "Error reading configuration: stat(" + path + ") failed: No such file or directory");
    }
    try (FileInputStream in = new FileInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        throw broken(path, 1, "The file is larger than " + MAX_FILE_BYTES + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      if (e instanceof ConfigException known) {
        throw known;
      }
      String reason =
          file.isDirectory()
              ? "Is a directory"
              : file.canRead() ? e.getMessage() : "Permission denied";
      if (includedAt != null) {
        throw broken(
            includedAt.file(),
            includedAt.line(),
            "Couldn't open include file " + path + ": " + reason);
      }
      throw new ConfigException(
          Kind.UNREADABLE, "Error reading configuration: open(" + path + ") failed: " + reason, e);
    }
  }

  private static String canonical(String path) {
    try {
      return new File(path).getCanonicalPath();
    } catch (IOException e) {
      return path;
    }
  }

  static ConfigException broken(String file, int line, String reason) {
    return new ConfigException(
        Kind.BROKEN, "Error in configuration file " + file + " line " + line + ": " + reason);
  }

  /** The lines of a file; a backslash at the end joins the next one with a single blank between. */
  private static final class LogicalLines {
    private final ByteArrayInputStream in;
    private int number;

    LogicalLines(byte[] bytes) {
      in = new ByteArrayInputStream(bytes);
    }

    /** The line number, from 1, on which the last line that was read ends. */
    int number() {
      return number;
    }

    /** Null at the end. */
    String next() {
      String line = nextRaw();
      if (line == null || !isContinued(line)) {
        return line;
      }
      StringBuilder joined = new StringBuilder();
      while (line != null && isContinued(line)) {
        String stripped = line.strip();
        String part = stripped.substring(0, stripped.length() - 1).strip();
        joined.append(part).append(part.isEmpty() ? "" : " ");
        line = nextRaw();
      }
      if (line != null) {
        joined.append(line.strip());
      }
      return joined.toString();
    }

    private static boolean isContinued(String line) {
      String stripped = line.strip();
      return stripped.endsWith("\\") && !stripped.startsWith("#");
    }

    String nextRaw() {
      int c = in.read();
      if (c < 0) {
        return null;
      }
      java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream(80);
      while (c >= 0 && c != '\n') {
        // Dovecot stops at a NUL; a path that holds one could not be used anyway.
        if (c == 0) {
          while (c >= 0 && c != '\n') {
            c = in.read();
          }
          break;
        }
        line.write(c);
        c = in.read();
      }
      number++;
      return line.toString(StandardCharsets.UTF_8);
    }
  }
}
