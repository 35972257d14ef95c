package dev.dovetail.storage.maildir;

import dev.dovetail.storage.LockTimeoutException;
import dev.dovetail.storage.index.CorruptIndexException;
import dev.dovetail.storage.index.IndexState;
import dev.dovetail.storage.index.IndexTransaction;
import dev.dovetail.storage.index.IndexedMessage;
import dev.dovetail.storage.index.LockedIndex;
import dev.dovetail.storage.lock.Deadline;
import dev.dovetail.storage.lock.LockWaits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings index and uidlist up to date with the directories, when they are not (storage-formats
 * 2.4). Finding out that they are costs two reads and three calls of stat(2).
 */
final class MaildirSync {
  private static final long LOCK_SECONDS = 180;

  /** The locks of tree, uidlist and log, in the order in which everybody takes them. */
  static final class Locks implements AutoCloseable {
    private final TreeAndLists treeAndList;
    private LockedIndex index;

    private Locks(TreeAndLists treeAndList) {
      this.treeAndList = treeAndList;
    }

    LockedIndex index() {
      return index;
    }

    @Override
    @SuppressWarnings("try") // Held, not used.
    public void close() throws IOException {
      try (TreeAndLists first = treeAndList) {
        if (index != null) {
          index.close();
        }
      }
    }
  }

  private final MailboxFiles files;
  private final TreeLock tree;
  private final LockWaits waits;

  MaildirSync(MailboxFiles files, TreeLock tree, LockWaits waits) {
    this.files = files;
    this.tree = tree;
    this.waits = waits;
  }

  MergedMailbox refresh() throws IOException {
    Optional<MergedMailbox> current = readIfCurrent();
    if (current.isPresent()) {
      return current.get();
    }
    try (Locks locks = lock()) {
      return merge(locks);
    }
  }

  /**
   * Takes all locks and makes sure that the index can be trusted as far as it goes. Holds none
   * while it waits for another: Dovecot takes them in several orders, that of its list index among
   * them.
   */
  Locks lock() throws IOException {
    Deadline deadline = waits.deadline(LOCK_SECONDS);
    while (true) {
      Locks locks = new Locks(TreeAndLists.lock(tree, this::ownList, waits));
      boolean complete = false;
      try {
        lockIndex(locks);
        complete = true;
        return locks;
      } catch (LockTimeoutException e) {
        locks.close();
        deadline.pause(e.getMessage());
      } finally {
        if (!complete) {
          locks.close();
        }
      }
    }
  }

  /**
   * @throws LockTimeoutException at once if somebody else has the index locked
   */
  private void lockIndex(Locks locks) throws IOException {
    UidList list = files.uidList().read().orElseGet(() -> UidList.of(new byte[0]));
    if (!files.index().exists()) {
      createIndex(list);
    }
    locks.index = lockSound(list);
    if (contradicts(list, locks.index.state())) {
      files
          .settings()
          .log()
          .warning(
              "Mailbox "
                  + files.mailbox()
                  + ": UIDVALIDITY changed from "
                  + locks.index.state().uidValidity()
                  + " to "
                  + list.header().orElseThrow().uidValidity()
                  + ", the index is built anew");
      startIndexAnew(locks, list);
    }
  }

  private LockedIndex lockSound(UidList list) throws IOException {
    try {
      return files.index().lock(0);
    } catch (CorruptIndexException e) {
      files
          .settings()
          .log()
          .warning(
              "Mailbox "
                  + files.mailbox()
                  + ": "
                  + e.finding()
                  + ", the index is built anew; UIDs and flags are kept by dovecot-uidlist and the"
                  + " file names");
      files.index().replaceCorrupted(firstRecords(list), 0);
      return files.index().lock(0);
    }
  }

  /** Puts a new, empty index in the place of the present one; sessions notice and end. */
  void startIndexAnew(Locks locks, UidList list) throws IOException {
    IndexTransaction first = new IndexTransaction().external();
    first.uidValidity(list.header().orElseThrow().uidValidity());
    files.index().restart(locks.index.state(), first);
    locks.index.close();
    locks.index = files.index().lock(waits.seconds(LOCK_SECONDS));
  }

  MergedMailbox merge(Locks locks) throws IOException {
    Optional<MergedMailbox> before = files.remembered(locks.index().state());
    if (before.isPresent()) {
      return before.get();
    }
    MaildirMerge merge = new MaildirMerge(files, locks.index(), files.readKeywords());
    merge.run();
    MaildirScan scan = merge.scan();
    files.remember(scan);
    MergedMailbox now =
        new MergedMailbox(
            locks.index().state().copy(), files.uidList().readExisting(), merge.missing());
    if (scan.holdsWhileTimesStay()) {
      files.remember(now, scan.times());
    }
    return now;
  }

  /** Empty if anything has to be looked at under the locks. */
  private Optional<MergedMailbox> readIfCurrent() throws IOException {
    DirectoryTimes times = DirectoryTimes.of(files.paths());
    IndexState state;
    try {
      state = files.index().read();
    } catch (NoSuchFileException | CorruptIndexException e) {
      return Optional.empty();
    }
    Optional<MergedMailbox> before = files.remembered(state);
    if (before.isPresent()) {
      return before;
    }
    files.forget();
    DirectoryCheck check = DirectoryCheck.parse(state.extensionHeader(DirectoryCheck.EXTENSION));
    Optional<UidList> list = files.uidList().read();
    if (list.isEmpty()
        || list.get().damaged()
        || list.get().header().orElseThrow().guid().isEmpty()
        || !check.stillHolds(times)
        || state.isUnfinished()
        || !state.pendingExpunges().isEmpty()
        || !agree(list.get(), state)) {
      return Optional.empty();
    }
    MergedMailbox now = new MergedMailbox(state, list.get(), Set.of());
    files.remember(now, times);
    return Optional.of(now);
  }

  /** True if every message has a record and no record waits to become a message. */
  private static boolean agree(UidList list, IndexState state) {
    List<UidListEntry> entries = list.entries();
    if (list.header().orElseThrow().uidValidity() != state.uidValidity()
        || !entries.isEmpty() && entries.get(entries.size() - 1).uid() >= state.nextUid()) {
      return false;
    }
    return hasAll(list, state);
  }

  private static boolean hasAll(UidList list, IndexState state) {
    List<UidListEntry> entries = list.entries();
    int at = 0;
    for (IndexedMessage message : state.messages()) {
      while (at < entries.size() && entries.get(at).uid() < message.uid()) {
        at++;
      }
      if (at == entries.size() || entries.get(at).uid() != message.uid()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Another UIDVALIDITY with the same messages is a change that was cut off in the middle; with
   * others it is another life of the mailbox, about which the index knows nothing.
   */
  private static boolean contradicts(UidList list, IndexState state) {
    return list.header().isPresent()
        && state.uidValidity() != 0
        && state.uidValidity() != list.header().get().uidValidity()
        && !hasAll(list, state);
  }

  private void createIndex(UidList list) throws IOException {
    files.createIndexDirectory();
    files.index().create(firstRecords(list));
  }

  private static IndexTransaction firstRecords(UidList list) {
    IndexTransaction first = new IndexTransaction().external();
    list.header().ifPresent(header -> first.uidValidity(header.uidValidity()));
    return first;
  }

  private List<Path> ownList() throws IOException {
    if (!Files.isDirectory(files.paths().cur())) {
      throw new NoSuchFileException(files.paths().cur().toString());
    }
    return List.of(files.paths().controlDirectory());
  }
}
