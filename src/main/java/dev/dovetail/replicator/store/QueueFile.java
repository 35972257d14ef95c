package dev.dovetail.replicator.store;

import dev.dovetail.log.Log;
import dev.dovetail.replicator.QueueEntry;
import dev.dovetail.text.LineReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** The queue as a whole: a first line that says what it is, and a line for each user. */
final class QueueFile {
  /** The most bytes of a line: a name, and for each destination a state and a reason. */
  static final int MAX_LINE = 4 << 20;

  private static final String TITLE = "dovetail-replicator-queue\t1";

  private QueueFile() {}

  /** Replaces the file; whoever looks sees the old one or the new one. */
  static void write(Path file, Collection<QueueEntry> entries) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      BufferedWriter out =
          new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8), 1 << 16);
      out.write(TITLE + "\n");
      for (QueueEntry entry : entries) {
        out.write(EntryLine.of(entry));
        out.write('\n');
      }
      out.flush();
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent())) {
      directory.force(true);
    }
  }

  /**
   * Reads the file, if there is one. One that is damaged is set aside; its good lines count.
   *
   * @return whether there is one, and it is whole
   */
  static boolean read(Path file, Consumer<EntryLine.Content> each, Log log) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    int bad = 0;
    try (InputStream in = Files.newInputStream(file)) {
      LineReader lines = new LineReader(in, MAX_LINE);
      String title = line(lines);
      bad += TITLE.equals(title) ? 0 : 1;
      for (String line = line(lines); line != null; line = line(lines)) {
        EntryLine.Content content = EntryLine.parse(line);
        if (content == null) {
          bad++;
        } else {
          each.accept(content);
        }
      }
      bad += title != null && lines.endedInside() ? 1 : 0;
    }
    if (bad > 0) {
      setAside(file, bad, log);
    }
    return bad == 0;
  }

  /** An empty line, which is none of ours, stands for one that is too long. */
  static String line(LineReader lines) throws IOException {
    try {
      return lines.next();
    } catch (LineReader.TooLongException e) {
      return "";
    }
  }

  static void setAside(Path file, int bad, Log log) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".damaged");
    Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    log.error(
        file
            + " is damaged: "
            + bad
            + (bad == 1 ? " line" : " lines")
            + " cannot be read. It is now "
            + aside
            + "; users whose lines are lost are listed anew and synced in full");
  }

  /** The users of a {@code replicator.db}, which is left as it is. */
  static List<QueueEntry> readDovecots(Path file, Log log) throws IOException {
    List<QueueEntry> entries = new ArrayList<>();
    int bad = 0;
    try (InputStream in = Files.newInputStream(file)) {
      LineReader lines = new LineReader(in, MAX_LINE);
      for (String line = line(lines); line != null; line = line(lines)) {
        QueueEntry entry = EntryLine.parseDovecot(line);
        if (entry == null) {
          bad++;
        } else {
          entries.add(entry);
        }
      }
    }
    if (bad > 0) {
      log.warning(file + ": " + bad + " lines cannot be read and are left out");
    }
    return entries;
  }
}
