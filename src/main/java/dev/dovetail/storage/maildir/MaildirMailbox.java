package dev.dovetail.storage.maildir;

import dev.dovetail.failure.FileFailure;
import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.AttributeStore;
import dev.dovetail.storage.CommitResult;
import dev.dovetail.storage.LogChanges;
import dev.dovetail.storage.MailContent;
import dev.dovetail.storage.MailMetadata;
import dev.dovetail.storage.MailboxChanges;
import dev.dovetail.storage.MailboxGoneException;
import dev.dovetail.storage.MailboxStore;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.storage.MessageGoneException;
import dev.dovetail.storage.StagedMail;
import dev.dovetail.storage.StoreLock;
import dev.dovetail.storage.index.CorruptIndexException;
import dev.dovetail.storage.index.IndexState;
import dev.dovetail.storage.index.IndexTransaction;
import dev.dovetail.storage.index.LogScan;
import dev.dovetail.storage.lock.FcntlLock;
import dev.dovetail.storage.lock.LockWaits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One mailbox of a Maildir store. The directories, the uidlist and the index are merged by {@link
 * MaildirSync}, read by {@link MaildirReader}, changed by {@link MaildirCommit}.
 */
final class MaildirMailbox implements MailboxStore {
  private static final String SYNC_LOCK = ".dovecot-box-sync.lock";

  private final MailboxName name;
  private final AttributeStore attributes;
  private final MailboxFiles files;
  private final LockWaits waits;
  private final MaildirSync sync;
  private final MaildirReader reader;
  private final MaildirDelivery delivery;

  /** Written by {@link #refresh}, read by {@link #open}, which may run beside {@link #stage}. */
  private volatile MergedMailbox merged;

  MaildirMailbox(MailboxFiles files, MailboxName name, TreeLock tree, AttributeStore attributes) {
    this.name = name;
    this.attributes = attributes;
    this.files = files;
    this.waits = files.settings().lockWaits();
    this.sync = new MaildirSync(files, tree, waits);
    this.reader = new MaildirReader(files);
    this.delivery = new MaildirDelivery(files.paths(), files.settings());
  }

  @Override
  public MailboxName name() {
    return name;
  }

  @Override
  public StoreLock lock(long timeoutSeconds) throws IOException {
    StoreLock lock;
    try {
      lock = FcntlLock.acquire(files.createIndexDirectory().resolve(SYNC_LOCK), timeoutSeconds);
    } catch (IOException e) {
      throw graded("locking it for the sync", e);
    }
    return () -> {
      try {
        lock.close();
      } catch (IOException e) {
        throw graded("removing its lock after the sync", e);
      }
    };
  }

  @Override
  public MailboxView refresh() throws IOException {
    try {
      MergedMailbox now = sync.refresh();
      merged = now;
      return now.view();
    } catch (IOException e) {
      throw graded("reading it", e);
    }
  }

  @Override
  public LogChanges changesSince(long modseq) throws IOException {
    try {
      return readChanges(modseq);
    } catch (IOException e) {
      throw graded("reading its transaction log", e);
    }
  }

  private LogChanges readChanges(long modseq) throws IOException {
    MergedMailbox now = merged();
    LogChanges changes;
    try {
      changes = LogScan.changesSince(files.index(), modseq, now.index());
    } catch (CorruptIndexException e) {
      // It can be read to the present state, but what it says of the past makes no sense.
      files
          .settings()
          .log()
          .warning("Mailbox " + name + ": " + e.finding() + ", it is passed over");
      changes = new LogChanges(false, Map.of(), List.of(), List.of());
    }
    return new RemovedOnPurpose(files).explain(changes, now);
  }

  @Override
  public MailContent open(long uid) throws IOException {
    UidListEntry entry = entry(uid);
    try {
      return reader.open(entry);
    } catch (IOException e) {
      throw graded("opening UID " + uid, e);
    }
  }

  @Override
  public MailMetadata metadata(long uid) throws IOException {
    UidListEntry entry = entry(uid);
    try {
      return reader.metadata(entry);
    } catch (IOException e) {
      throw graded("reading UID " + uid, e);
    }
  }

  @Override
  public StagedMail stage(InputStream content, long receivedDate) throws IOException {
    try {
      return delivery.stage(content, receivedDate);
    } catch (IOException e) {
      throw graded("saving a mail", e);
    }
  }

  @Override
  public CommitResult commit(MailboxChanges changes) throws IOException {
    try {
      MaildirCommit commit = new MaildirCommit(files, delivery, changes, flagsMeanwhile());
      commit.awaitContents();
      CommitResult result;
      try (MaildirSync.Locks locks = sync.lock()) {
        if (commit.needsMerge(locks.index().state())) {
          sync.merge(locks);
        }
        boolean conflict = commit.apply(locks.index());
        result = new CommitResult(conflict, messageCount(changes, locks.index().state()));
      }
      new ExpungedMeanwhile(files.index(), waits).record(commit.gone());
      return result;
    } catch (IOException e) {
      throw graded("changing it", e);
    }
  }

  @Override
  public void rebuild(
      List<MailboxChanges.Save> messages,
      List<MailboxChanges.Expunge> expunged,
      long uidNext,
      long firstRecentUid,
      long highestModseq)
      throws IOException {
    try {
      MaildirRebuild rebuild = new MaildirRebuild(files, delivery, messages, merged());
      rebuild.awaitContents();
      rebuild.remember(readChanges(0), expunged);
      try (MaildirSync.Locks locks = sync.lock()) {
        sync.merge(locks);
        rebuild.placeFiles(locks.index().state());
        sync.startIndexAnew(locks, files.uidList().readExisting());
        rebuild.replaceUidList(uidNext);
        sync.merge(locks);
        locks.index().append(rebuild.completion(firstRecentUid, highestModseq));
        locks.index().sync();
      }
    } catch (IOException e) {
      throw graded("rebuilding it", e);
    }
  }

  @Override
  public void setUidValidity(long uidValidity) throws IOException {
    try (MaildirSync.Locks locks = sync.lock()) {
      UidListHeader header = sync.merge(locks).header().withUidValidity(uidValidity);
      files.uidList().rewrite(header, files.uidList().readExisting().entries());
      locks
          .index()
          .append(
              new IndexTransaction()
                  .external()
                  .bySync(true)
                  .uidValidity(uidValidity)
                  .nextUid(header.nextUid()));
      locks.index().sync();
    } catch (IOException e) {
      throw graded("setting its UIDVALIDITY", e);
    }
  }

  @Override
  public void setGuid(Guid128 guid) throws IOException {
    try (MaildirSync.Locks locks = sync.lock()) {
      UidListHeader header = sync.merge(locks).header().withGuid(guid);
      files.uidList().rewrite(header, files.uidList().readExisting().entries());
    } catch (IOException e) {
      throw graded("setting its GUID", e);
    }
  }

  @Override
  public AttributeStore attributes() {
    return attributes;
  }

  @Override
  public void close() {
    merged = null;
  }

  private int messageCount(MailboxChanges changes, IndexState now) {
    Set<Long> vanished = new HashSet<>(merged == null ? Set.of() : merged.missing());
    changes.restores().forEach(restored -> vanished.remove(restored.uid()));
    vanished.removeIf(uid -> now.find(uid).isEmpty());
    return now.messages().size() - vanished.size();
  }

  private FlagsMeanwhile flagsMeanwhile() {
    return new FlagsMeanwhile(Optional.ofNullable(merged).map(MergedMailbox::index));
  }

  private MergedMailbox merged() throws IOException {
    if (merged == null) {
      refresh();
    }
    return merged;
  }

  private UidListEntry entry(long uid) throws IOException {
    return merged()
        .uidList()
        .find(uid)
        .orElseThrow(
            () ->
                new MessageGoneException(
                    "Mailbox " + name + ": UID " + uid + " was expunged meanwhile"));
  }

  /** Says which mailbox a failure was in. */
  private IOException graded(String attempt, IOException failure) {
    if (failure instanceof NoSuchFileException && !Files.isDirectory(files.paths().cur())) {
      return new MailboxGoneException(
          "Mailbox " + name + ": " + attempt + ": it was renamed or removed meanwhile, run again",
          failure);
    }
    return FileFailure.of("Mailbox " + name + ": " + attempt, failure);
  }
}
