package dev.dovetail.storage.maildir;

import dev.dovetail.mail.Flags;
import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.file.FileStatus;
import dev.dovetail.storage.index.IndexState;
import dev.dovetail.storage.index.IndexTransaction;
import dev.dovetail.storage.index.IndexedMessage;
import dev.dovetail.storage.index.LockedIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Merges the files, the uidlist and the index of a mailbox, under the locks of both lists, as
 * Dovecot's own sync does (storage-formats 2.4): new files get UIDs, flags in names replace those
 * of the index, wanted expunges are carried out.
 *
 * <p>Deviation: a message whose file is gone stays in the index, unless {@link VanishedMail} says
 * otherwise. Dovecot would record it as expunged, and its replicas would then delete their copies.
 */
final class MaildirMerge {
  private final MaildirPaths paths;
  private final MaildirSettings settings;
  private final String mailbox;
  private final UidListFile uidListFile;
  private final LockedIndex index;
  private final KeywordFile keywords;
  private final RemovedOnPurpose onPurpose;

  private final Map<String, UidListEntry> byBase = new HashMap<>();
  private final Set<Long> missing = new HashSet<>();
  private Optional<UidList> found = Optional.empty();
  private List<UidListEntry> entries;
  private UidListHeader header;
  private boolean rewrite;
  private final List<UidListEntry> appended = new ArrayList<>();
  private MaildirScan scan;

  MaildirMerge(MailboxFiles files, LockedIndex index, KeywordFile keywords) {
    this.paths = files.paths();
    this.settings = files.settings();
    this.mailbox = files.mailbox();
    this.uidListFile = files.uidList();
    this.index = index;
    this.keywords = keywords;
    this.onPurpose = new RemovedOnPurpose(files);
  }

  /** Merges everything and writes what changed: the uidlist first, then the index. */
  void run() throws IOException {
    readUidList();
    scan = MaildirScan.of(paths, entries.size());
    missing.addAll(findMissing());
    if (!missing.isEmpty()) {
      // A file that another program renames during a listing may not be in it.
      MaildirScan again = MaildirScan.of(paths, entries.size());
      again.files().forEach(scan.files()::putIfAbsent);
      missing.retainAll(findMissing());
    }
    giveUids();
    writeUidList();
    carryOutExpunges();
    recordRemoved();
    updateIndex();
  }

  MaildirScan scan() {
    return scan;
  }

  /** UIDs in the index whose files are gone. */
  Set<Long> missing() {
    return missing;
  }

  private void readUidList() throws IOException {
    found = uidListFile.read();
    UidList list = found.orElse(UidList.of(new byte[0]));
    rewrite = list.damaged();
    if (list.header().isEmpty()) {
      long known = index.state().uidValidity();
      header =
          new UidListHeader(
              known != 0 ? known : System.currentTimeMillis() / 1000,
              index.state().nextUid(),
              MailboxListing.standInGuid(),
              "");
      settings
          .log()
          .warning("Mailbox " + mailbox + ": dovecot-uidlist is unreadable, writing a new one");
    } else {
      header = list.header().get();
      if (rewrite) {
        settings.log().warning("Mailbox " + mailbox + ": repairing dovecot-uidlist; UIDs are kept");
      }
      if (header.guid().isEmpty()) {
        header = header.withGuid(MailboxListing.standInGuid());
        rewrite = true;
      }
    }
    entries = new ArrayList<>(list.entries());
    for (UidListEntry entry : entries) {
      byBase.put(entry.base(), entry);
    }
    Optional<UidListEntry> torn = list.torn();
    long last = entries.isEmpty() ? 0 : entries.get(entries.size() - 1).uid();
    if (torn.isPresent() && torn.get().uid() > last && !byBase.containsKey(torn.get().base())) {
      MaildirScan now = MaildirScan.of(paths, entries.size());
      if (now.files().containsKey(torn.get().base())) {
        entries.add(torn.get());
        byBase.put(torn.get().base(), torn.get());
        header = header.withNextUid(Math.max(header.nextUid(), torn.get().uid() + 1));
      }
    }
    rewrite |= index.state().nextUid() > header.nextUid();
  }

  private Set<Long> findMissing() {
    Set<Long> gone = new HashSet<>();
    UidWalk walk = new UidWalk();
    for (IndexedMessage message : index.state().messages()) {
      if (walk.fileOf(message.uid()) == null) {
        gone.add(message.uid());
      }
    }
    return gone;
  }

  /** Finds the files of messages that are asked for by ascending UID. */
  private final class UidWalk {
    private int at;

    /** Null if no file of this UID is known. */
    MaildirScan.Found fileOf(long uid) {
      while (at < entries.size() && entries.get(at).uid() < uid) {
        at++;
      }
      return at < entries.size() && entries.get(at).uid() == uid
          ? scan.files().get(entries.get(at).base())
          : null;
    }
  }

  /** New files get the next UIDs, and so do those that the index takes for expunged. */
  private void giveUids() {
    List<String> unknown = new ArrayList<>();
    Set<UidListEntry> reappeared = new HashSet<>();
    for (String base : scan.files().keySet()) {
      UidListEntry entry = byBase.get(base);
      if (entry == null) {
        unknown.add(base);
      } else if (entry.uid() < index.state().nextUid() && !index.state().contains(entry.uid())) {
        settings
            .log()
            .warning(
                "Mailbox "
                    + mailbox
                    + ": expunged message UID "
                    + entry.uid()
                    + " reappeared, it gets a new UID");
        reappeared.add(entry);
        unknown.add(base);
      }
    }
    if (entries.removeAll(reappeared)) {
      rewrite = true;
    }
    unknown.sort(new ArrivalOrder());
    long next = Math.max(header.nextUid(), index.state().nextUid());
    for (String base : unknown) {
      UidListEntry before = byBase.get(base);
      UidListEntry entry = new UidListEntry(next++, before == null ? "" : before.fields(), base);
      appended.add(entry);
      byBase.put(base, entry);
    }
    header = header.withNextUid(next);
  }

  private void writeUidList() throws IOException {
    if (rewrite) {
      List<UidListEntry> all = new ArrayList<>(entries);
      all.addAll(appended);
      uidListFile.rewrite(header, all);
    } else {
      uidListFile.append(appended, header.nextUid());
    }
    entries.addAll(appended);
  }

  /** Unlinks what somebody asked to expunge. A request with another mail's GUID is not obeyed. */
  private void carryOutExpunges() throws IOException {
    Map<Long, Guid128> pending = index.state().pendingExpunges();
    if (pending.isEmpty()) {
      return;
    }
    IndexTransaction done = new IndexTransaction().external();
    for (Map.Entry<Long, Guid128> request : pending.entrySet()) {
      long uid = request.getKey();
      UidListEntry entry = UidList.find(entries, uid).orElse(null);
      Guid128 real = entry == null ? request.getValue() : Guid128.ofMessageGuid(entry.guid());
      if (!request.getValue().isEmpty() && !request.getValue().equals(real)) {
        settings
            .log()
            .warning(
                "Mailbox "
                    + mailbox
                    + ": a wish to expunge UID "
                    + uid
                    + " names another message's GUID, it is ignored");
        continue;
      }
      MaildirScan.Found file = entry == null ? null : scan.files().remove(entry.base());
      if (file != null) {
        Files.deleteIfExists(file.in(paths));
      }
      missing.remove(uid);
      done.expunge(uid, real);
    }
    if (!done.isEmpty()) {
      index.append(done);
    }
  }

  private void recordRemoved() throws IOException {
    Map<Long, Guid128> removed = onPurpose.among(missing, found, scan);
    if (removed.isEmpty()) {
      return;
    }
    IndexTransaction gone = new IndexTransaction().external();
    removed.forEach(gone::expunge);
    index.append(gone);
    missing.removeAll(removed.keySet());
  }

  private void updateIndex() throws IOException {
    IndexState state = index.state();
    IndexTransaction transaction = new IndexTransaction().external();
    if (state.uidValidity() != header.uidValidity()) {
      transaction.uidValidity(header.uidValidity());
    }
    FlagChanges changes = new FlagChanges();
    updateKnown(state, changes);
    long firstNew = addNew(state, transaction, changes);
    changes.appendTo(transaction);
    if (header.nextUid() > state.nextUid()) {
      transaction.nextUid(header.nextUid());
    }
    if (firstNew > 0 && firstRecent(state) == firstNew && noneIsInNew(firstNew)) {
      transaction.firstRecentUid(header.nextUid());
    }
    if (missing.isEmpty()) {
      noteDirectories(state, transaction);
    }
    if (!transaction.isEmpty()) {
      index.append(transaction);
    }
  }

  private void updateKnown(IndexState state, FlagChanges changes) {
    Set<Long> pending = state.pendingFlagChanges();
    UidWalk walk = new UidWalk();
    for (IndexedMessage message : state.messages()) {
      MaildirScan.Found file = walk.fileOf(message.uid());
      if (file == null
          || (message.flags() & IndexedMessage.DIRTY) != 0
          || pending.contains(message.uid())) {
        continue;
      }
      compare(message, MaildirName.parse(file.name()), changes);
    }
  }

  private void compare(IndexedMessage message, MaildirName name, FlagChanges changes) {
    int before = message.flags() & Flags.STORED;
    changes.flags(message.uid(), before, name.flags());
    List<String> wanted = keywords.keywordsOf(name.keywords());
    for (String keyword : message.keywords()) {
      // Only the index can hold a keyword that has no letter.
      if (keywords.letterOf(keyword) < 0 && keywords.isFull()) {
        wanted = FlagChanges.with(wanted, keyword);
      }
    }
    changes.keywords(message.uid(), message.keywords(), wanted);
  }

  /** The lowest UID that was added, 0 if none was. */
  private long addNew(IndexState state, IndexTransaction transaction, FlagChanges changes) {
    long first = 0;
    for (UidListEntry entry : entries) {
      if (entry.uid() < state.nextUid()) {
        continue;
      }
      MaildirScan.Found file = scan.files().get(entry.base());
      if (file == null) {
        continue;
      }
      MaildirName name = MaildirName.parse(file.name());
      transaction.append(entry.uid(), name.flags());
      changes.keywords(entry.uid(), List.of(), keywords.keywordsOf(name.keywords()));
      first = first == 0 ? entry.uid() : first;
    }
    return first;
  }

  private static long firstRecent(IndexState state) {
    return Math.max(state.firstRecentUid(), 1);
  }

  private boolean noneIsInNew(long firstUid) {
    for (UidListEntry entry : entries) {
      if (entry.uid() >= firstUid) {
        MaildirScan.Found file = scan.files().get(entry.base());
        if (file != null && file.inNew()) {
          return false;
        }
      }
    }
    return true;
  }

  private void noteDirectories(IndexState state, IndexTransaction transaction) throws IOException {
    DirectoryCheck before = DirectoryCheck.parse(state.extensionHeader(DirectoryCheck.EXTENSION));
    FileStatus uidList = uidListFile.status().orElseThrow();
    DirectoryCheck now =
        DirectoryCheck.of(scan.times(), uidList, System.currentTimeMillis() / 1000);
    if (before.isWorthReplacingBy(now)) {
      transaction
          .extension(
              DirectoryCheck.EXTENSION,
              state.extensionResetId(DirectoryCheck.EXTENSION),
              DirectoryCheck.SIZE,
              0,
              0)
          .extensionHeader(0, now.toBytes());
    }
  }
}
