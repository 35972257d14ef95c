package dev.dovetail.replicator.store;

import dev.dovetail.log.Log;
import dev.dovetail.text.LineReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** What has happened since the file was written, a line each. Thread-safe. */
final class JournalFile implements Closeable {
  private final FileChannel channel;
  private volatile boolean dirty;

  private JournalFile(FileChannel channel) {
    this.channel = channel;
  }

  /** Begins an empty one. */
  static JournalFile begin(Path file) throws IOException {
    return new JournalFile(
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE));
  }

  /**
   * Reads the file, if there is one. After a crash the last line may be half: it counts for
   * nothing, and is no damage.
   *
   * @return how many lines there are
   */
  static int read(Path file, Consumer<EntryLine.Content> each, Log log) throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    int count = 0;
    int bad = 0;
    try (InputStream in = Files.newInputStream(file)) {
      LineReader lines = new LineReader(in, QueueFile.MAX_LINE);
      for (String line = QueueFile.line(lines); line != null; line = QueueFile.line(lines)) {
        EntryLine.Content content = EntryLine.parse(line);
        count++;
        if (content == null) {
          bad++;
        } else {
          each.accept(content);
        }
      }
    }
    if (bad > 0) {
      QueueFile.setAside(file, bad, log);
    }
    return count;
  }

  /** It survives the end of this process at once, and that of the machine after {@link #force}. */
  synchronized void append(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    dirty = true;
  }

  void force() throws IOException {
    if (dirty) {
      dirty = false;
      try {
        channel.force(false);
      } catch (ClosedChannelException e) {
        // What it had is in the file by now.
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
