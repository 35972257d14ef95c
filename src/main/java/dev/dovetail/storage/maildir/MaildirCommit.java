package dev.dovetail.storage.maildir;

import dev.dovetail.mail.Flags;
import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.MailboxChanges;
import dev.dovetail.storage.MailboxChanges.Expunge;
import dev.dovetail.storage.MailboxChanges.FlagUpdate;
import dev.dovetail.storage.MailboxChanges.Restore;
import dev.dovetail.storage.MailboxChanges.Save;
import dev.dovetail.storage.MailboxChanges.Source;
import dev.dovetail.storage.StagedMail;
import dev.dovetail.storage.file.DirectorySync;
import dev.dovetail.storage.index.IndexState;
import dev.dovetail.storage.index.IndexTransaction;
import dev.dovetail.storage.index.IndexedMessage;
import dev.dovetail.storage.index.LockedIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Applies one set of changes to a mailbox (storage-formats 5.b to 5.g).
 *
 * <p>Everything is planned first. Then the order makes sure that a crash loses nothing and brings
 * nothing back: uidlist lines, files, index. A line without a file means nothing to anybody, while
 * a file without a line would become a new mail. An expunge is written as a request, the file goes,
 * and the expunge is recorded: cut off anywhere, the next sync of the mailbox completes it.
 */
final class MaildirCommit {
  private final MailboxFiles files;
  private final MaildirDelivery delivery;
  private final MailboxChanges changes;
  private final FlagsMeanwhile meanwhile;

  private CommitFlags flags;
  private UidListEdit uidList;
  private MailNaming naming;
  private IndexState before;
  private final FileMoves moves;
  private final IndexTransaction transaction = new IndexTransaction().external().bySync(true);
  private final Map<Long, Long> modseqs = new TreeMap<>();
  private final Map<Long, Guid128> renumbered = new TreeMap<>();
  private final Map<Long, Guid128> expunged = new TreeMap<>();
  private final Map<StagedMail, Integer> uses = new HashMap<>();
  private final List<Save> restoredAsNew = new ArrayList<>();
  private final List<Save> gone = new ArrayList<>();
  private long nextUid;
  private boolean conflict;
  private boolean adds;

  MaildirCommit(
      MailboxFiles files,
      MaildirDelivery delivery,
      MailboxChanges changes,
      FlagsMeanwhile meanwhile) {
    this.files = files;
    this.delivery = delivery;
    this.changes = changes;
    this.meanwhile = meanwhile;
    this.moves = new FileMoves(files);
  }

  /** Refuses what no Maildir can hold, and waits until all new mails are on disk. */
  void awaitContents() throws IOException {
    for (Restore restore : changes.restores()) {
      await(restore.content());
    }
    for (Save save : changes.saves()) {
      MailNaming.check(files.mailbox(), save);
      if (save.source() instanceof Source.Staged staged) {
        await(staged.mail());
      }
    }
  }

  private void await(StagedMail mail) throws IOException {
    ((StagedFile) mail).awaitSync();
    uses.merge(mail, 1, (sum, more) -> sum + more);
  }

  /** True if the directories must be merged before UIDs can be given out. */
  boolean needsMerge(IndexState state) throws IOException {
    Optional<UidList> list = files.uidList().read();
    if (list.isEmpty() || list.get().damaged()) {
      return true;
    }
    UidListHeader header = list.get().header().orElseThrow();
    return header.uidValidity() != state.uidValidity()
        || header.guid().isEmpty()
        || list.get().hasUidFrom(state.nextUid());
  }

  /** Both locks must be held. True if saves got other UIDs than planned. */
  boolean apply(LockedIndex index) throws IOException {
    before = index.state();
    flags = new CommitFlags(files);
    uidList = new UidListEdit(files.uidList());
    naming = new MailNaming(files, delivery, uidList);
    nextUid = Math.max(uidList.header().nextUid(), before.nextUid());
    // Requests that Dovecot has not carried out yet must stay marked as open.
    boolean nothingPending = before.tailOffset() >= before.headOffset();

    adds = !changes.restores().isEmpty();
    for (Restore restore : changes.restores()) {
      planRestore(restore);
    }
    for (FlagUpdate update : changes.flagUpdates()) {
      planFlags(update);
    }
    for (Save save : changes.saves()) {
      planSave(save);
    }
    for (Save save : restoredAsNew) {
      planSave(save);
    }
    for (Expunge expunge : changes.expunges()) {
      planExpunge(expunge);
    }
    nextUid = Math.max(nextUid, changes.uidNext());
    completeTransaction();

    flags.saveLetters();
    if (adds) {
      files.touchCur();
    }
    uidList.write(before, nextUid);
    moveFiles();
    writeIndex(index, nothingPending);
    return conflict;
  }

  private void planRestore(Restore restore) throws IOException {
    StagedFile mail = (StagedFile) restore.content();
    Optional<IndexedMessage> message = before.find(restore.uid());
    Optional<UidListEntry> entry = uidList.find(restore.uid());
    if (message.isEmpty() || entry.isPresent() && !entry.get().guid().equals(restore.guid())) {
      // Expunged from the index meanwhile: the UID is spent, but the mail shall not be lost.
      restoredAsNew.add(asNew(restore));
      return;
    }
    if (entry.isPresent() && files.find(entry.get().base()).isPresent()) {
      return;
    }
    boolean sameName =
        entry.isPresent()
            && (mail.hasSizesOf(entry.get().base())
                || MaildirName.size(entry.get().base(), 'S') < 0);
    UidListEntry now = sameName ? entry.get() : newEntry(restore, mail);
    if (!sameName) {
      uidList.put(now);
    }
    KeywordLetters letters = flags.letters(restore.uid(), message.get().keywords());
    moves.place(mail, nameOf(now.base(), message.get().flags(), letters), lastUse(mail));
  }

  private UidListEntry newEntry(Restore restore, StagedFile mail) throws IOException {
    String base = naming.baseOf(restore.guid(), mail);
    return new UidListEntry(
        restore.uid(), MailNaming.fields(restore.guid(), base, asNew(restore)), base);
  }

  private static Save asNew(Restore restore) {
    return new Save(
        restore.uid(),
        restore.guid(),
        new Source.Staged(restore.content()),
        0,
        List.of(),
        0,
        "",
        0);
  }

  private void planSave(Save planned) throws IOException {
    if (isOfGoneMail(planned)) {
      // Whoever expunged it meanwhile meant its copies too, or the next sync will tell.
      conflict = true;
      skip(planned);
      return;
    }
    Save save = withFlagsOfNow(planned);
    long uid = Math.max(save.uid(), nextUid);
    conflict |= uid != save.uid();
    nextUid = uid + 1;
    adds = true;
    KeywordLetters letters = flags.letters(uid, save.keywords());
    String base = planSource(uid, save, letters);
    int dirty = moves.wasTooLong(base) ? IndexedMessage.DIRTY : 0;
    transaction.append(uid, save.flags() & Flags.STORED | dirty);
    flags.change(uid, List.of(), letters);
    if (save.minimumModseq() > 1) {
      modseqs.put(uid, save.minimumModseq());
    }
  }

  /** Nothing else gets the UID that the peer's mail has. */
  private void skip(Save save) {
    if (save.source() instanceof Source.Renumbered && save.uid() >= nextUid) {
      nextUid = save.uid() + 1;
      gone.add(save);
    }
  }

  /** Those whose mail was not there any more when it should get a new UID. */
  List<Save> gone() {
    return gone;
  }

  private Save withFlagsOfNow(Save save) {
    if (save.source() instanceof Source.Renumbered old) {
      IndexedMessage now = before.find(old.uid()).orElseThrow();
      FlagsMeanwhile.Result kept = meanwhile.keep(now, save.flags(), save.keywords());
      return save.withFlags(kept.flags(), kept.keywords());
    }
    return save;
  }

  /** True if the message that shall be copied or renumbered was expunged since it was seen. */
  private boolean isOfGoneMail(Save save) throws IOException {
    if (save.source() instanceof Source.CopyOf copy) {
      Optional<UidListEntry> entry = uidList.find(copy.uid());
      return before.find(copy.uid()).isEmpty()
          || entry.isEmpty()
          || files.find(entry.get().base()).isEmpty();
    }
    return save.source() instanceof Source.Renumbered old
        && (before.find(old.uid()).isEmpty() || uidList.find(old.uid()).isEmpty());
  }

  /** The mail's base. */
  private String planSource(long uid, Save save, KeywordLetters letters) throws IOException {
    if (save.source() instanceof Source.Staged staged) {
      return planStaged(uid, save, (StagedFile) staged.mail(), letters);
    } else if (save.source() instanceof Source.CopyOf copy) {
      return planCopy(uid, save, copy.uid(), letters);
    } else if (save.source() instanceof Source.Renumbered old) {
      return planRenumber(uid, save, old.uid(), letters);
    }
    throw new IllegalStateException("Unknown source of a mail: " + save.source());
  }

  private String planStaged(long uid, Save save, StagedFile mail, KeywordLetters letters)
      throws IOException {
    String base = naming.baseOf(save.guid(), mail);
    if (uidList.isInUse(base)) {
      base = naming.another(mail);
    }
    uidList.append(new UidListEntry(uid, MailNaming.fields(save.guid(), base, save), base));
    moves.place(mail, nameOf(base, save.flags(), letters), lastUse(mail));
    return base;
  }

  private String planCopy(long uid, Save save, long from, KeywordLetters letters)
      throws IOException {
    UidListEntry original = uidList.find(from).orElseThrow();
    String base = naming.copyOf(original);
    uidList.append(new UidListEntry(uid, MailNaming.fields(save.guid(), base, save), base));
    moves.link(original.base(), nameOf(base, save.flags(), letters));
    return base;
  }

  private String planRenumber(long uid, Save save, long from, KeywordLetters letters)
      throws IOException {
    UidListEntry old = uidList.find(from).orElseThrow();
    String base = old.base();
    uidList.remove(from);
    uidList.append(
        save.guid().equals(old.guid())
            ? old.withUid(uid)
            : new UidListEntry(uid, MailNaming.fields(save.guid(), base, save), base));
    moves.rename(base, save.flags(), letters.letters());
    renumbered.put(from, Guid128.ofMessageGuid(save.guid()));
    return base;
  }

  private void planFlags(FlagUpdate update) throws IOException {
    Optional<IndexedMessage> message = before.find(update.uid());
    if (message.isEmpty()) {
      return;
    }
    FlagsMeanwhile.Result wanted = meanwhile.keep(message.get(), update.flags(), update.keywords());
    KeywordLetters letters = flags.letters(update.uid(), wanted.keywords());
    int now = wanted.flags();
    Optional<UidListEntry> entry = uidList.find(update.uid());
    if (entry.isPresent() && !moves.rename(entry.get().base(), now, letters.letters())) {
      now |= IndexedMessage.DIRTY;
    }
    flags.change(update.uid(), message.get().flags() & ~IndexedMessage.BACKEND, now);
    flags.change(update.uid(), message.get().keywords(), letters);
    if (update.minimumModseq() > 0) {
      modseqs.put(update.uid(), update.minimumModseq());
    }
  }

  private void planExpunge(Expunge expunge) {
    Optional<UidListEntry> entry = uidList.find(expunge.uid());
    if (before.find(expunge.uid()).isEmpty()
        || renumbered.containsKey(expunge.uid())
        || entry.isPresent() && !Guid128.ofMessageGuid(entry.get().guid()).equals(expunge.guid())) {
      return;
    }
    expunged.put(expunge.uid(), expunge.guid());
    entry.ifPresent(found -> moves.unlink(found.base()));
  }

  private MaildirName nameOf(String base, int flags, KeywordLetters letters) {
    return new MaildirName(base, flags & Flags.STORED, letters.letters(), "", "");
  }

  private boolean lastUse(StagedMail mail) {
    return uses.merge(mail, -1, (sum, more) -> sum + more) == 0;
  }

  private void completeTransaction() {
    flags.appendWhatNamesHold(transaction);
    for (Map.Entry<Long, Long> modseq : modseqs.entrySet()) {
      transaction.modseq(modseq.getKey(), modseq.getValue());
    }
    for (Map.Entry<Long, Guid128> old : renumbered.entrySet()) {
      transaction.expunge(old.getKey(), old.getValue());
    }
    if (changes.uidNext() == nextUid && nextUid > before.nextUid()) {
      transaction.nextUid(nextUid);
    }
    if (changes.firstRecentUid() > before.firstRecentUid()) {
      transaction.firstRecentUid(changes.firstRecentUid());
    }
    if (changes.highestModseq() > before.highestModseq()) {
      transaction.highestModseq(changes.highestModseq());
    }
    transaction.request();
    flags.appendWhatOnlyTheIndexHolds(transaction);
    for (Map.Entry<Long, Guid128> expunge : expunged.entrySet()) {
      transaction.expunge(expunge.getKey(), expunge.getValue());
    }
  }

  private void moveFiles() throws IOException {
    moves.perform();
    if (adds && !moves.isEmpty() && files.settings().fsync() != FsyncMode.NEVER) {
      DirectorySync.fsync(files.paths().cur());
    }
  }

  private void writeIndex(LockedIndex index, boolean nothingPending) throws IOException {
    if (transaction.isEmpty()) {
      return;
    }
    if (nothingPending && expunged.isEmpty()) {
      transaction.tailToEnd();
    }
    index.append(transaction);
    FsyncMode mode = files.settings().fsync();
    if (mode == FsyncMode.ALWAYS || mode == FsyncMode.OPTIMIZED && (adds || !expunged.isEmpty())) {
      index.sync();
    }
    if (!expunged.isEmpty()) {
      carryOutExpunges(index, nothingPending);
    }
  }

  private void carryOutExpunges(LockedIndex index, boolean nothingPending) throws IOException {
    moves.performUnlinks();
    if (files.settings().fsync() != FsyncMode.NEVER) {
      // Else a crash of the machine could bring files back that the index no longer knows.
      DirectorySync.fsync(files.paths().cur());
    }
    IndexTransaction done = new IndexTransaction().external().bySync(true);
    for (Map.Entry<Long, Guid128> expunge : expunged.entrySet()) {
      done.expunge(expunge.getKey(), expunge.getValue());
    }
    if (nothingPending) {
      done.tailToEnd();
    }
    index.append(done);
    if (files.settings().fsync() == FsyncMode.ALWAYS) {
      index.sync();
    }
  }
}
