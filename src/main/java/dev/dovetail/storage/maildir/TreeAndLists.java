package dev.dovetail.storage.maildir;

import dev.dovetail.storage.StoreLock;
import dev.dovetail.storage.lock.Deadline;
import dev.dovetail.storage.lock.DotLock;
import dev.dovetail.storage.lock.LockWaits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The lock of the tree, and below it those of some uidlists, in the order in which everybody takes
 * them.
 */
final class TreeAndLists implements AutoCloseable {
  private static final long WAIT_SECONDS = 180;
  private static final long STALE_SECONDS = 120;

  /** Which uidlists to lock; asked while the tree is locked. */
  interface Choice {
    /** The mailboxes' control directories. */
    List<Path> controlDirectories() throws IOException;
  }

  private final StoreLock tree;
  private final List<DotLock> lists = new ArrayList<>();

  private TreeAndLists(StoreLock tree) {
    this.tree = tree;
  }

  /**
   * Waits for the lists without holding the tree: else whoever renames a mailbox waits, too, and it
   * may be the one who has the list.
   *
   * @throws dev.dovetail.storage.LockTimeoutException after three minutes, if that is not too long
   */
  static TreeAndLists lock(TreeLock tree, Choice choice, LockWaits waits) throws IOException {
    Deadline deadline = waits.deadline(WAIT_SECONDS);
    while (true) {
      TreeAndLists locks = new TreeAndLists(tree.acquire());
      Optional<Path> held;
      boolean complete = false;
      try {
        held = locks.tryLists(choice.controlDirectories());
        complete = held.isEmpty();
      } finally {
        if (!complete) {
          locks.close();
        }
      }
      if (complete) {
        return locks;
      }
      deadline.pause(held.get() + " exists; remove it if the process that it names is gone");
    }
  }

  /** The first lock that somebody else holds; empty if all are ours now. */
  private Optional<Path> tryLists(List<Path> controlDirectories) throws IOException {
    for (Path directory : controlDirectories) {
      Path file = lockFile(directory);
      Optional<DotLock> list = DotLock.tryAcquire(file, STALE_SECONDS);
      if (list.isEmpty()) {
        return Optional.of(file);
      }
      lists.add(list.get());
    }
    return Optional.empty();
  }

  private static Path lockFile(Path controlDirectory) {
    return controlDirectory.resolve(UidList.FILE_NAME + ".lock");
  }

  /** Tells that a locked list's directory is about to be renamed, and the lock with it. */
  void mayMove(Path from, Path to) {
    for (DotLock list : lists) {
      if (list.path().equals(lockFile(from))) {
        list.mayMoveTo(lockFile(to));
      }
    }
  }

  /** Releases all; more than once is fine. */
  @Override
  @SuppressWarnings("try") // Held, not used.
  public void close() throws IOException {
    try (StoreLock last = tree) {
      for (DotLock list : lists) {
        list.close();
      }
    }
  }
}
