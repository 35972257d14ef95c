package dev.dovetail.replicator.store;

import dev.dovetail.failure.FileReason;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.replicator.Journal;
import dev.dovetail.replicator.QueueEntry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The queue in a directory that one replicator has to itself. Whatever is killed when, the queue is
 * there again as of the last change; if the machine itself goes down, as of a second before.
 * Thread-safe.
 */
public final class QueueStore implements Journal, Closeable {
  private static final String FILE = "replicator.queue";
  private static final String JOURNAL = "replicator.journal";
  private static final String LOCK = "replicator.lock";

  /** How many lines of the journal are folded into the file at least. */
  private static final int LEAST_FOLD = 10_000;

  private final Path directory;
  private final FileChannel lockFile;
  private final Log log;
  private final Map<String, QueueEntry> found = new LinkedHashMap<>();
  private JournalFile journal;
  private long lines;
  private boolean complained;

  private QueueStore(Path directory, FileChannel lockFile, Log log) {
    this.directory = directory;
    this.lockFile = lockFile;
    this.log = log;
  }

  /**
   * Opens it and reads what is there; what cannot be read is set aside.
   *
   * @param dovecots the {@code replicator.db} to begin with if there is no queue of ours yet
   * @throws SyncException ({@code TEMPORARY}) if another replicator has the directory, or it cannot
   *     be used
   */
  public static QueueStore open(Path directory, Path dovecots, Log log) throws SyncException {
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      QueueStore store = new QueueStore(directory, lock(directory), log);
      boolean opened = false;
      try {
        store.read(dovecots);
        opened = true;
        return store;
      } finally {
        if (!opened) {
          store.lockFile.close();
        }
      }
    } catch (SyncException e) {
      throw e;
    } catch (IOException e) {
      throw new SyncException(
          Grade.TEMPORARY,
          "Cannot keep the replicator's queue in "
              + directory
              + ": "
              + FileReason.of(e)
              + "; make the directory for the user who runs this, or set dovetail_state_dir",
          e);
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // By this process itself.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new SyncException(
          Grade.TEMPORARY,
          "Another replicator has its queue in "
              + directory
              + ": end it, or give this one another dovetail_state_dir");
    }
    return channel;
  }

  private void read(Path dovecots) throws IOException {
    Path file = directory.resolve(FILE);
    boolean first = !Files.exists(file) && !Files.exists(directory.resolve(JOURNAL));
    if (first && Files.isReadable(dovecots)) {
      QueueFile.readDovecots(dovecots, log).forEach(entry -> found.put(entry.user(), entry));
      log.info(found.size() + " users taken over from " + dovecots);
    }
    boolean whole = QueueFile.read(file, this::take, log);
    boolean empty = JournalFile.read(directory.resolve(JOURNAL), this::take, log) == 0;
    if (whole && empty && !first) {
      journal = JournalFile.begin(directory.resolve(JOURNAL));
    } else {
      fold(found.values());
    }
  }

  private void take(EntryLine.Content content) {
    if (content.entry() == null) {
      found.remove(content.user());
    } else {
      found.put(content.user(), content.entry());
    }
  }

  /** What was there when it was opened; afterwards it is forgotten. */
  public synchronized List<QueueEntry> restored() {
    List<QueueEntry> entries = List.copyOf(found.values());
    found.clear();
    return entries;
  }

  @Override
  public synchronized void changed(QueueEntry entry) {
    append(EntryLine.of(entry));
  }

  @Override
  public synchronized void removed(String user) {
    append(EntryLine.ofRemoved(user));
  }

  /** A full disk must not end replication. */
  private void append(String line) {
    if (journal == null) {
      return;
    }
    try {
      journal.append(line);
      lines++;
      complained = false;
    } catch (IOException e) {
      complain(e);
    }
  }

  private void complain(IOException e) {
    if (!complained) {
      complained = true;
      log.error("Writing the replicator's queue in " + directory + " failed: " + FileReason.of(e));
    }
  }

  /** Writes to the disk what is not there yet, and makes a long journal short. */
  public void settle(Supplier<List<QueueEntry>> all) {
    try {
      boolean fold;
      synchronized (this) {
        if (journal == null) {
          return;
        }
        journal.force();
        fold = lines > LEAST_FOLD;
      }
      if (fold) {
        List<QueueEntry> entries = all.get();
        if (lines > 2L * entries.size()) {
          fold(entries);
        }
      }
    } catch (IOException e) {
      complain(e);
    }
  }

  /** The file first, then a new journal: replaying an old one over a newer file changes nothing. */
  private synchronized void fold(Collection<QueueEntry> entries) throws IOException {
    QueueFile.write(directory.resolve(FILE), entries);
    if (journal != null) {
      journal.close();
    }
    journal = JournalFile.begin(directory.resolve(JOURNAL));
    lines = 0;
  }

  /** Writes all of it at once, for the next start. */
  public synchronized void save(List<QueueEntry> entries) {
    try {
      fold(entries);
    } catch (IOException e) {
      complain(e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (journal != null) {
      journal.close();
      journal = null;
    }
    lockFile.close();
  }
}
