package dev.dovetail.storage.maildir;

import dev.dovetail.mail.Flags;
import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.LogChanges;
import dev.dovetail.storage.MailboxChanges;
import dev.dovetail.storage.MailboxChanges.Save;
import dev.dovetail.storage.MailboxChanges.Source;
import dev.dovetail.storage.file.DirectorySync;
import dev.dovetail.storage.index.IndexState;
import dev.dovetail.storage.index.IndexTransaction;
import dev.dovetail.storage.index.IndexedMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gives a mailbox a new life with other UIDs. First all files are there; then the index is reset,
 * which sends sessions home, so that nothing contradicts the new uidlist, from which the index is
 * built anew as after its loss (storage-formats 6.4). Cut off anywhere, no mail is lost: at worst
 * some get other UIDs.
 */
final class MaildirRebuild {
  private final MailboxFiles files;
  private final MaildirDelivery delivery;
  private final List<Save> messages;
  private final MergedMailbox seen;
  private final FileMoves moves;
  private final List<UidListEntry> entries = new ArrayList<>();
  private final Map<Long, Guid128> expunges = new TreeMap<>();
  private final Set<String> bases = new HashSet<>();
  private final Set<String> leaving = new HashSet<>();
  private final List<UidListEntry> arrivals = new ArrayList<>();
  private final Map<Long, List<String>> keywordsOnlyInIndex = new HashMap<>();
  private long nextFreeUid;

  /**
   * @param seen what {@code messages} were made from; what changed since is kept
   */
  MaildirRebuild(
      MailboxFiles files, MaildirDelivery delivery, List<Save> messages, MergedMailbox seen) {
    this.files = files;
    this.delivery = delivery;
    this.messages = messages;
    this.seen = seen;
    this.moves = new FileMoves(files);
  }

  /** Waits until all new mails are on disk. */
  void awaitContents() throws IOException {
    for (Save message : messages) {
      MailNaming.check(files.mailbox(), message);
      if (message.source() instanceof Source.Staged staged) {
        ((StagedFile) staged.mail()).awaitSync();
      }
    }
  }

  /** Notes the expunges that the new log must tell too, for the sake of other replicas. */
  void remember(LogChanges past, List<MailboxChanges.Expunge> present) {
    for (LogChanges.Expunge expunge : past.expunges()) {
      if (!expunge.wasVanished()) {
        expunges.put(expunge.uid(), expunge.guid());
      }
    }
    for (MailboxChanges.Expunge expunge : present) {
      expunges.put(expunge.uid(), expunge.guid());
    }
    for (Save message : messages) {
      expunges.remove(message.uid());
    }
  }

  /**
   * Brings the new mails in, under UIDs behind all others for now, and gives all files their names.
   * Both locks are held.
   */
  void placeFiles(IndexState index) throws IOException {
    KeywordFile keywords = files.readKeywords();
    UidListEdit present = new UidListEdit(files.uidList());
    nextFreeUid = Math.max(present.header().nextUid(), index.nextUid());
    MailNaming naming = new MailNaming(files, delivery, present);
    Map<StagedFile, Integer> uses = countUses();
    for (Save message : messages) {
      plan(message, index, present, naming, keywords, uses);
    }
    sortOthers(index, present);
    keywords.save();
    files.touchCur();
    present.write(index, nextFreeUid);
    moves.perform();
    if (files.settings().fsync() != FsyncMode.NEVER) {
      DirectorySync.fsync(files.paths().cur());
    }
  }

  /** Those that came since get new UIDs in the end; those that were there shall not be. */
  private void sortOthers(IndexState index, UidListEdit present) {
    for (UidListEntry entry : present.entries()) {
      if (entry.uid() >= seen.view().uidNext()) {
        arrivals.add(entry);
      } else if (!bases.contains(entry.base())) {
        leaving.add(entry.base());
      }
      boolean went =
          index.find(entry.uid()).isEmpty() && seen.index().find(entry.uid()).isPresent();
      if (went) {
        expunges.put(entry.uid(), Guid128.ofMessageGuid(entry.guid()));
      }
    }
  }

  /** Gives all mails the UIDs that they shall have, and removes those that shall not be. */
  void replaceUidList(long uidNext) throws IOException {
    UidListHeader header = files.uidList().read().orElseThrow().header().orElseThrow();
    long next = uidNext;
    for (UidListEntry arrival : arrivals) {
      entries.add(arrival.withUid(next++));
    }
    files.uidList().rewrite(header.withNextUid(next), entries);
    removeLeaving();
  }

  private Map<StagedFile, Integer> countUses() {
    Map<StagedFile, Integer> uses = new HashMap<>();
    for (Save message : messages) {
      if (message.source() instanceof Source.Staged staged) {
        uses.merge((StagedFile) staged.mail(), 1, Integer::sum);
      }
    }
    return uses;
  }

  private void plan(
      Save message,
      IndexState index,
      UidListEdit present,
      MailNaming naming,
      KeywordFile keywords,
      Map<StagedFile, Integer> uses)
      throws IOException {
    String base;
    if (message.source() instanceof Source.Staged staged) {
      StagedFile mail = (StagedFile) staged.mail();
      base = naming.baseOf(message.guid(), mail);
      if (bases.contains(base)) {
        base = naming.another(mail);
      }
      String fields = MailNaming.fields(message.guid(), base, message);
      present.append(new UidListEntry(nextFreeUid++, fields, base));
      boolean last = uses.merge(mail, -1, Integer::sum) == 0;
      int flags = message.flags() & Flags.STORED;
      int letters = letters(message.uid(), message.keywords(), keywords);
      moves.place(mail, new MaildirName(base, flags, letters, "", ""), last);
    } else {
      long from = ((Source.Renumbered) message.source()).uid();
      Optional<IndexedMessage> now = index.find(from);
      Optional<UidListEntry> entry = present.find(from);
      if (now.isEmpty() || entry.isEmpty()) {
        // Expunged since.
        return;
      }
      base = entry.get().base();
      FlagsMeanwhile.Result flags =
          new FlagsMeanwhile(Optional.of(seen.index()))
              .keep(now.get(), message.flags(), message.keywords());
      moves.rename(base, flags.flags(), letters(message.uid(), flags.keywords(), keywords));
    }
    bases.add(base);
    entries.add(
        new UidListEntry(message.uid(), MailNaming.fields(message.guid(), base, message), base));
  }

  private int letters(long uid, List<String> wanted, KeywordFile keywords) {
    KeywordLetters letters = KeywordLetters.of(wanted, keywords);
    if (!letters.indexOnly().isEmpty()) {
      keywordsOnlyInIndex.put(uid, letters.indexOnly());
    }
    return letters.letters();
  }

  private void removeLeaving() throws IOException {
    for (String base : leaving) {
      moves.unlink(base);
    }
    moves.performUnlinks();
    files.forget();
  }

  /** What only the index can hold: modseqs, and keywords without a letter. */
  IndexTransaction completion(long firstRecentUid, long highestModseq) {
    IndexTransaction transaction = new IndexTransaction().external().bySync(true);
    FlagChanges changes = new FlagChanges();
    for (Map.Entry<Long, List<String>> keywords : keywordsOnlyInIndex.entrySet()) {
      changes.keywords(keywords.getKey(), List.of(), keywords.getValue());
    }
    changes.appendTo(transaction);
    for (Save message : messages) {
      if (message.minimumModseq() > 1) {
        transaction.modseq(message.uid(), message.minimumModseq());
      }
    }
    for (Map.Entry<Long, Guid128> expunge : expunges.entrySet()) {
      transaction.expunge(expunge.getKey(), expunge.getValue());
    }
    if (firstRecentUid > 0) {
      transaction.firstRecentUid(firstRecentUid);
    }
    return transaction.highestModseq(highestModseq);
  }
}
