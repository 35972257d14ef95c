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

  private final Map<String, Marks> marks = new HashMap<>();
  private Optional<UidList> found = Optional.empty();
  private ListedFiles listed;
  private UidListHeader header;
  private boolean rewrite;
  private final List<UidListEntry> appended = new ArrayList<>();

  /** What the letters in a file's name say. */
  private record Marks(int flags, List<String> keywords) {}

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
    found = uidListFile.read();
    readUidList(found.orElseGet(() -> UidList.of(new byte[0])));
    listed.compareWith(index.state(), paths);
    giveUids();
    writeUidList();
    carryOutExpunges();
    recordRemoved();
    updateIndex();
  }

  MaildirScan scan() {
    return listed.scan();
  }

  /** UIDs in the index whose files are gone. */
  Set<Long> missing() {
    return listed.missing();
  }

  private void readUidList(UidList list) throws IOException {
    listed = new ListedFiles(list.entries(), MaildirScan.of(paths, list.entries().size()));
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
    list.torn().ifPresent(this::addTorn);
    rewrite |= index.state().nextUid() > header.nextUid();
  }

  /** A cut line counts if its name was cut behind the last byte. */
  private void addTorn(UidListEntry torn) {
    List<UidListEntry> entries = listed.entries();
    long last = entries.isEmpty() ? 0 : entries.get(entries.size() - 1).uid();
    boolean known = entries.stream().anyMatch(entry -> entry.base().equals(torn.base()));
    if (torn.uid() > last && !known && scan().files().containsKey(torn.base())) {
      listed.add(torn);
      header = header.withNextUid(Math.max(header.nextUid(), torn.uid() + 1));
    }
  }

  /** New files get the next UIDs, and so do those that the index takes for expunged. */
  private void giveUids() {
    Map<String, String> fields = new HashMap<>();
    for (UidListEntry entry : listed.takeReappeared(index.state().nextUid())) {
      settings
          .log()
          .warning(
              "Mailbox "
                  + mailbox
                  + ": expunged message UID "
                  + entry.uid()
                  + " reappeared, it gets a new UID");
      fields.put(entry.base(), entry.fields());
      rewrite = true;
    }
    List<String> unknown = listed.unlisted();
    unknown.addAll(fields.keySet());
    unknown.sort(new ArrivalOrder());
    long next = Math.max(header.nextUid(), index.state().nextUid());
    for (String base : unknown) {
      appended.add(new UidListEntry(next++, fields.getOrDefault(base, ""), base));
    }
    header = header.withNextUid(next);
  }

  private void writeUidList() throws IOException {
    if (rewrite) {
      List<UidListEntry> all = new ArrayList<>(listed.entries());
      all.addAll(appended);
      uidListFile.rewrite(header, all);
    } else {
      uidListFile.append(appended, header.nextUid());
    }
    appended.forEach(listed::add);
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
      UidListEntry entry = UidList.find(listed.entries(), uid).orElse(null);
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
      MaildirScan.Found file = entry == null ? null : listed.takeFile(entry);
      if (file != null) {
        Files.deleteIfExists(file.in(paths));
      }
      missing().remove(uid);
      done.expunge(uid, real);
    }
    if (!done.isEmpty()) {
      index.append(done);
    }
  }

  private void recordRemoved() throws IOException {
    Map<Long, Guid128> removed = onPurpose.among(missing(), found, scan());
    if (removed.isEmpty()) {
      return;
    }
    IndexTransaction gone = new IndexTransaction().external();
    removed.forEach(gone::expunge);
    index.append(gone);
    missing().removeAll(removed.keySet());
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
    if (missing().isEmpty()) {
      noteDirectories(state, transaction);
    }
    if (!transaction.isEmpty()) {
      index.append(transaction);
    }
  }

  private void updateKnown(IndexState state, FlagChanges changes) {
    Set<Long> pending = state.pendingFlagChanges();
    ListedFiles.Walk walk = listed.new Walk();
    for (IndexedMessage message : state.messages()) {
      MaildirScan.Found file = walk.fileOf(message.uid());
      if (file == null
          || (message.flags() & IndexedMessage.DIRTY) != 0
          || pending.contains(message.uid())) {
        continue;
      }
      compare(message, marksOf(file), changes);
    }
  }

  /** Most names share a few endings. */
  private Marks marksOf(MaildirScan.Found file) {
    return marks.computeIfAbsent(file.ending(), this::parseMarks);
  }

  private Marks parseMarks(String ending) {
    MaildirName name = MaildirName.parse(ending);
    return new Marks(name.flags(), keywords.keywordsOf(name.keywords()));
  }

  private void compare(IndexedMessage message, Marks now, FlagChanges changes) {
    changes.flags(message.uid(), message.flags() & Flags.STORED, now.flags());
    List<String> wanted = now.keywords();
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
    ListedFiles.Walk walk = listed.new Walk();
    for (UidListEntry entry : listed.from(state.nextUid())) {
      MaildirScan.Found file = walk.fileOf(entry.uid());
      if (file == null) {
        continue;
      }
      Marks now = marksOf(file);
      transaction.append(entry.uid(), now.flags());
      changes.keywords(entry.uid(), List.of(), now.keywords());
      first = first == 0 ? entry.uid() : first;
    }
    return first;
  }

  private static long firstRecent(IndexState state) {
    return Math.max(state.firstRecentUid(), 1);
  }

  private boolean noneIsInNew(long firstUid) {
    ListedFiles.Walk walk = listed.new Walk();
    for (UidListEntry entry : listed.from(firstUid)) {
      MaildirScan.Found file = walk.fileOf(entry.uid());
      if (file != null && file.inNew()) {
        return false;
      }
    }
    return true;
  }

  private void noteDirectories(IndexState state, IndexTransaction transaction) throws IOException {
    DirectoryCheck before = DirectoryCheck.parse(state.extensionHeader(DirectoryCheck.EXTENSION));
    FileStatus uidList = uidListFile.status().orElseThrow();
    DirectoryCheck now =
        DirectoryCheck.of(scan().times(), uidList, System.currentTimeMillis() / 1000);
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
