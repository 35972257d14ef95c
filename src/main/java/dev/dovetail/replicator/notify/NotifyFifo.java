package dev.dovetail.replicator.notify;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.replicator.Priority;
import dev.dovetail.text.LineReader;
import dev.dovetail.transport.ChannelInput;
import dev.dovetail.transport.listen.ListenAddress;
import dev.dovetail.transport.listen.SocketMode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The fifo {@code replication-notify-fifo}. A mail process that once finds nobody reading it never
 * tries again: so it is always open, and made anew when somebody removes it.
 */
public final class NotifyFifo implements Closeable {
  private static final int MAX_LINE = 8192;
  private static final long LOOK_MILLIS = 1000;
  private static final int S_IFMT = 0170000;
  private static final int S_IFIFO = 0010000;

  private final ListenAddress.Socket address;
  private final Notified notified;
  private final Log log;
  private FileChannel channel;
  private Object inode;
  private boolean closed;

  private NotifyFifo(ListenAddress.Socket address, Notified notified, Log log) {
    this.address = address;
    this.notified = notified;
    this.log = log;
  }

  /**
   * Makes it if it is not there, opens it and reads it from then on.
   *
   * @param address path, mode and owner
   * @throws SyncException ({@code TEMPORARY}) if it cannot be had
   */
  public static NotifyFifo open(ListenAddress.Socket address, Notified notified, Log log)
      throws SyncException {
    NotifyFifo fifo = new NotifyFifo(address, notified, log);
    try {
      fifo.open();
    } catch (IOException e) {
      throw new SyncException(
          Grade.TEMPORARY, "Cannot read the fifo " + address.text() + ": " + e.getMessage(), e);
    }
    start(fifo::watch, "fifo-watch");
    return fifo;
  }

  private static void start(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private synchronized void open() throws IOException {
    Path path = address.path();
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !isFifo(path)) {
      throw new IOException("there is something else of this name: remove it");
    }
    if (!Files.exists(path)) {
      make(path);
    }
    SocketMode.apply(address, path);
    // For writing, too: then there is always a writer, and reading never comes to an end.
    channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    inode = Files.getAttribute(path, "unix:ino");
    FileChannel opened = channel;
    start(() -> read(opened), "fifo");
  }

  private static boolean isFifo(Path path) throws IOException {
    Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return ((int) mode & S_IFMT) == S_IFIFO;
  }

  /** Java cannot make one. */
  private static void make(Path path) throws IOException {
    Process process =
        new ProcessBuilder("mkfifo", "-m", "0600", "--", path.toString())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void read(FileChannel opened) {
    LineReader lines = new LineReader(new ChannelInput(opened), MAX_LINE);
    while (opened.isOpen()) {
      try {
        String line = lines.next();
        if (line != null) {
          take(line);
        }
      } catch (LineReader.TooLongException e) {
        log.error(address.text() + ": " + e.getMessage() + " and is passed over");
      } catch (IOException e) {
        // Closed, because the fifo is another one now, or because of the end.
        return;
      }
    }
  }

  private void take(String line) {
    Optional<NotifyLine> said = NotifyLine.parse(line);
    if (said.isEmpty()) {
      log.error(
          address.text() + ": " + NotifyLine.shown(line) + " is no user and priority, passed over");
    } else {
      // Nobody can be answered here: a sync is as good as the next best.
      boolean waits = said.get().priority() == Priority.SYNC;
      notified.changed(said.get().user(), waits ? Priority.HIGH : said.get().priority());
    }
  }

  private void watch() {
    while (true) {
      try {
        Thread.sleep(LOOK_MILLIS);
        synchronized (this) {
          if (closed) {
            return;
          }
          if (!isOurs()) {
            log.warning(address.text() + " is gone and is made anew: who removes it?");
            channel.close();
            open();
          }
        }
      } catch (InterruptedException e) {
        return;
      } catch (IOException e) {
        log.error("Cannot read the fifo " + address.text() + ": " + e.getMessage());
      }
    }
  }

  private boolean isOurs() throws IOException {
    return Files.exists(address.path())
        && Files.getAttribute(address.path(), "unix:ino").equals(inode);
  }

  /** The fifo stays, for mail processes that write until their end. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    channel.close();
  }
}
