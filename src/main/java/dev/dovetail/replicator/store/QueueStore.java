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

  /** What goes into the file that is being written; what happens meanwhile is in the other. */
  private static final String OLD_JOURNAL = "replicator.journal.old";

  private static final String LOCK = "replicator.lock";

  /** How many lines of the journal are folded into the file at least. */
  private static final int LEAST_FOLD = 10_000;

  private final Path directory;
  private final FileChannel lockFile;
  private final Log log;
  private final Map<String, QueueEntry> found = new LinkedHashMap<>();

  /** Held by who writes the file, for which nobody else waits. */
  private final Object writing = new Object();

  private JournalFile journal;

  /** How many lines the journal has. */
  private long lines;

  /** How many the file has. */
  private long users;

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
    boolean first =
        !Files.exists(path(FILE))
            && !Files.exists(path(JOURNAL))
            && !Files.exists(path(OLD_JOURNAL));
    if (first && Files.isReadable(dovecots)) {
      QueueFile.readDovecots(dovecots, log).forEach(entry -> found.put(entry.user(), entry));
      log.info(found.size() + " users taken over from " + dovecots);
    }
    boolean whole = QueueFile.read(path(FILE), this::take, log);
    int changes =
        JournalFile.read(path(OLD_JOURNAL), this::take, log)
            + JournalFile.read(path(JOURNAL), this::take, log);
    if (whole && changes == 0) {
      journal = JournalFile.begin(path(JOURNAL));
      users = found.size();
    } else {
      write(found.values());
    }
  }

  private Path path(String name) {
    return directory.resolve(name);
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

  private synchronized void complain(IOException e) {
    if (!complained) {
      complained = true;
      log.error("Writing the replicator's queue in " + directory + " failed: " + FileReason.of(e));
    }
  }

  /**
   * Writes to the disk what is not there yet, and makes a long journal short.
   *
   * @param all the users as they are when it is asked
   */
  public void settle(Supplier<List<QueueEntry>> all) {
    try {
      JournalFile current;
      boolean fold;
      synchronized (this) {
        current = journal;
        fold = lines > Math.max(LEAST_FOLD, 2 * users);
      }
      if (current != null) {
        current.force();
      }
      if (current != null && fold) {
        fold(all);
      }
    } catch (IOException e) {
      complain(e);
    }
  }

  /** Whatever is killed when: the file, the old journal and the new one tell all in this order. */
  private void fold(Supplier<List<QueueEntry>> all) throws IOException {
    synchronized (writing) {
      synchronized (this) {
        if (!Files.exists(path(OLD_JOURNAL))) {
          Path coming = path(JOURNAL + ".new");
          JournalFile next = JournalFile.begin(coming);
          Files.move(path(JOURNAL), path(OLD_JOURNAL));
          Files.move(coming, path(JOURNAL));
          journal.close();
          journal = next;
          lines = 0;
        }
      }
      List<QueueEntry> entries = all.get();
      QueueFile.write(path(FILE), entries);
      Files.delete(path(OLD_JOURNAL));
      synchronized (this) {
        users = entries.size();
      }
    }
  }

  /** The file first, then a new journal: replaying an old one over a newer file changes nothing. */
  private void write(Collection<QueueEntry> entries) throws IOException {
    synchronized (writing) {
      QueueFile.write(path(FILE), entries);
      Files.deleteIfExists(path(OLD_JOURNAL));
      synchronized (this) {
        if (journal != null) {
          journal.close();
        }
        journal = JournalFile.begin(path(JOURNAL));
        lines = 0;
        users = entries.size();
      }
    }
  }

  /** Writes all of it at once, for the next start; nothing may happen meanwhile. */
  public void save(List<QueueEntry> entries) {
    try {
      write(entries);
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
