package dev.dovetail.storage.index;

import dev.dovetail.storage.file.FileStatus;
import dev.dovetail.storage.lock.Deadline;
import dev.dovetail.storage.lock.ProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One mailbox's index: {@code dovecot.index.log}, {@code dovecot.index.log.2} and {@code
 * dovecot.index} in one directory (storage-formats 3). Holds nothing open between calls, and
 * remembers what it read until the log changes.
 */
public final class MailIndex {
  /** As long as Dovecot's readers wait. */
  private static final long READ_TIMEOUT_SECONDS = 180;

  private final Path directory;
  private final String name;

  /** What the log said when it was last read to its end; null if it has not been. */
  private volatile Known known;

  /**
   * @param state changes no more
   * @param log what stat(2) says of the log as long as it says this
   */
  private record Known(IndexState state, FileStatus log) {}

  /**
   * @param directory where the index files are, or will be; need not exist
   */
  public MailIndex(Path directory) {
    this(directory, "dovecot.index");
  }

  /**
   * An index that is not a mailbox's.
   *
   * @param name {@code dovecot.list.index}, for example
   */
  public MailIndex(Path directory, String name) {
    this.directory = directory;
    this.name = name;
  }

  public Path directory() {
    return directory;
  }

  Path log() {
    return directory.resolve(name + ".log");
  }

  Path oldLog() {
    return directory.resolve(name + ".log.2");
  }

  Path snapshot() {
    return directory.resolve(name);
  }

  /** Whether there is a log; a snapshot alone is no index. */
  public boolean exists() {
    return Files.exists(log());
  }

  /**
   * Reads the present state without a lock; what a writer has not finished is not seen
   * (storage-formats 3.9).
   *
   * @throws java.nio.file.NoSuchFileException if there is no log
   * @throws CorruptIndexException if the files are corrupted
   */
  public IndexState read() throws IOException {
    ProcessLock reading = shareWithThisProcess();
    try (reading) {
      FileStatus before = FileStatus.of(log());
      Optional<IndexState> remembered = knownAt(before);
      if (remembered.isPresent()) {
        return remembered.get();
      }
      IndexState state = IndexLoader.load(this);
      if (FileStatus.of(log()).isUnchangedSince(before)) {
        remember(state, before);
      }
      return state;
    }
  }

  /** What a log of this status says; empty if that is not remembered. Do not change it. */
  Optional<IndexState> knownAt(FileStatus log) {
    Known last = known;
    return last != null && log.isUnchangedSince(last.log())
        ? Optional.of(last.state())
        : Optional.empty();
  }

  /** How many messages are kept in memory. */
  public int remembers() {
    Known last = known;
    return last == null ? 0 : last.state().messages().size();
  }

  /** To be called with a state that will not change any more. */
  void remember(IndexState state, FileStatus log) {
    known = state.headOffset == log.size() ? new Known(state, log) : null;
  }

  /** To be held while the log is read without its lock. */
  ProcessLock shareWithThisProcess() throws IOException {
    return ProcessLock.shared(log(), Deadline.inSeconds(READ_TIMEOUT_SECONDS));
  }

  /**
   * Locks the log against all other writers and reads it (storage-formats 3.11). Do not call {@link
   * #read} while holding it.
   *
   * @throws java.nio.file.NoSuchFileException if there is no log
   * @throws dev.dovetail.storage.LockTimeoutException if it is locked for {@code timeoutSeconds}
   * @throws CorruptIndexException if the files are corrupted
   */
  public LockedIndex lock(long timeoutSeconds) throws IOException {
    return LockedIndex.open(this, Deadline.inSeconds(timeoutSeconds));
  }

  /**
   * Creates a log where there is none; one that appears meanwhile is kept (storage-formats 3.12).
   * The directory must exist.
   *
   * @param first its first transaction; may be empty
   * @return whether this call created it; if not, {@code first} was not written
   */
  public boolean create(IndexTransaction first) throws IOException {
    return LogCreation.create(log(), directory.resolve(name + ".log.newlock"), snapshot(), first);
  }

  /**
   * Puts an empty log in the place of the present one, as Dovecot does when it resets an index: the
   * index id stays, so that open sessions follow, and modseqs go on counting. The snapshot and the
   * older log go. The caller holds the lock, closes it, and locks the new log.
   *
   * @param before what the present log says
   * @param first the first records of the new log
   */
  public void restart(IndexState before, IndexTransaction first) throws IOException {
    LogCreation.replace(log(), directory.resolve(name + ".log.draft"), before, first);
    Files.deleteIfExists(directory.resolve(name));
    Files.deleteIfExists(directory.resolve(name + ".log.2"));
  }

  /**
   * The same with a log that cannot be read or locked because it is corrupted. What it knew is
   * lost; modseqs go on above those that it can have given out.
   *
   * @throws dev.dovetail.storage.LockTimeoutException if it is locked for {@code timeoutSeconds}
   */
  public void replaceCorrupted(IndexTransaction first, long timeoutSeconds) throws IOException {
    new CorruptedLog(this).replace(first, Deadline.inSeconds(timeoutSeconds));
  }
}
