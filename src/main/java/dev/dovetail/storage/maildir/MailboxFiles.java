package dev.dovetail.storage.maildir;

import dev.dovetail.storage.MessageGoneException;
import dev.dovetail.storage.file.FileStatus;
import dev.dovetail.storage.file.InheritedMode;
import dev.dovetail.storage.file.NewDirectory;
import dev.dovetail.storage.index.IndexState;
import dev.dovetail.storage.index.IndexTransaction;
import dev.dovetail.storage.index.LockedIndex;
import dev.dovetail.storage.index.MailIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The files of one mailbox, where they were last seen, and what was last read of them. Locations
 * may be asked for by two threads at once; the rest belongs to one.
 */
final class MailboxFiles {
  private static final long INDEX_LOCK_SECONDS = 120;

  private final MaildirPaths paths;
  private final MaildirSettings settings;
  private final String mailbox;
  private final UidListFile uidList;
  private final MailIndex index;
  private Map<String, MaildirScan.Found> seen;
  private DirectoryTimes seenAt;
  private Memory memory;

  /** What was found, and what will look different when it holds no more. */
  private record Memory(MergedMailbox found, DirectoryTimes times, FileStatus uidList) {}

  MailboxFiles(MaildirPaths paths, MaildirSettings settings, String mailbox) {
    this.paths = paths;
    this.settings = settings;
    this.mailbox = mailbox;
    this.uidList = new UidListFile(paths, settings.fsync());
    this.index = new MailIndex(paths.indexDirectory());
  }

  MaildirPaths paths() {
    return paths;
  }

  MaildirSettings settings() {
    return settings;
  }

  /** The mailbox's name for messages. */
  String mailbox() {
    return mailbox;
  }

  UidListFile uidList() {
    return uidList;
  }

  MailIndex index() {
    return index;
  }

  /** Creates the index's directory, where it is a separate one and not there yet. */
  Path createIndexDirectory() throws IOException {
    NewDirectory.createLike(paths.mailDirectory(), paths.indexDirectory());
    return paths.indexDirectory();
  }

  /**
   * Notes in the index's log that a piece of metadata was changed (storage-formats 3.5).
   *
   * @param valueLength -1 if it was removed
   */
  void recordAttribute(boolean shared, String name, int valueLength) throws IOException {
    IndexTransaction change =
        new IndexTransaction().attribute(shared, name, valueLength, MaildirStore.now());
    try (LockedIndex locked = index.lock(settings.lockWaits().seconds(INDEX_LOCK_SECONDS))) {
      locked.append(change);
    } catch (NoSuchFileException e) {
      index.create(change);
    }
  }

  static MessageGoneException gone(String mailbox, long uid) {
    return new MessageGoneException(
        "Mailbox "
            + mailbox
            + ": UID "
            + uid
            + " was to be copied, but it was expunged meanwhile or its file is gone");
  }

  KeywordFile readKeywords() throws IOException {
    return KeywordFile.read(paths.controlDirectory(), InheritedMode.of(paths.mailDirectory()));
  }

  /**
   * Where a mail is or was last seen. Lists the directories if they were not listed yet, or if they
   * changed since and the mail is not known.
   */
  synchronized Optional<MaildirScan.Found> find(String base) throws IOException {
    if (seen == null || !seen.containsKey(base) && !seenAt.areSame(DirectoryTimes.of(paths))) {
      rescan();
    }
    return Optional.ofNullable(seen.get(base));
  }

  /** False if no file of this base is known; the directories are not listed for the answer. */
  synchronized boolean knows(String base) {
    return seen != null && seen.containsKey(base);
  }

  /** Lists the directories anew: a file was renamed since. */
  synchronized void rescan() throws IOException {
    remember(MaildirScan.of(paths, seen == null ? 0 : seen.size()));
  }

  /** Takes over what was listed. */
  synchronized void remember(MaildirScan scan) {
    seen = scan.files();
    seenAt = scan.times();
  }

  /**
   * To be called before the uidlist gets lines for files that are yet to come: while the
   * directories look unchanged, Dovecot takes every line for a mail, and complains when it opens
   * it.
   */
  void touchCur() throws IOException {
    Files.setLastModifiedTime(paths.cur(), FileTime.from(Instant.now()));
  }

  /** Notes where we put a file, so that the directories need not be listed for it. */
  synchronized void placed(String base, MaildirScan.Found where) {
    if (seen != null) {
      seen.put(base, where);
    }
  }

  synchronized void removed(String base) {
    if (seen != null) {
      seen.remove(base);
    }
  }

  /** Remembers what holds until the directories' times, the uidlist or the index change. */
  void remember(MergedMailbox now, DirectoryTimes times) {
    memory = new Memory(now, times, uidList.status().orElseThrow());
  }

  /**
   * What the last merge found, if nobody has changed anything since.
   *
   * @param state what the index says now
   */
  Optional<MergedMailbox> remembered(IndexState state) throws IOException {
    if (memory == null
        || !memory.found().index().isAtPositionOf(state)
        || !memory.times().areSame(DirectoryTimes.of(paths))
        || uidList.read().isEmpty()
        || !uidList.status().orElseThrow().isUnchangedSince(memory.uidList())) {
      return Optional.empty();
    }
    return Optional.of(memory.found());
  }

  /** How many messages are kept in memory. */
  int remembers() {
    int listed = memory == null ? 0 : memory.found().uidList().entries().size();
    return Math.max(listed, index.remembers());
  }

  /** Lists the directories anew before the next look. */
  synchronized void forget() {
    seen = null;
  }
}
