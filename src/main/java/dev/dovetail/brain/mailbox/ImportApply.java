package dev.dovetail.brain.mailbox;

import dev.dovetail.brain.mailbox.ImportPlan.PlannedRestore;
import dev.dovetail.brain.mailbox.ImportPlan.PlannedSave;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.mail.Guid128;
import dev.dovetail.os.RandomBytes;
import dev.dovetail.storage.CommitResult;
import dev.dovetail.storage.MailboxChanges;
import dev.dovetail.storage.MailboxChanges.Restore;
import dev.dovetail.storage.MailboxChanges.Save;
import dev.dovetail.storage.MailboxChanges.Source;
import dev.dovetail.storage.MailboxStore;
import dev.dovetail.storage.StagedMail;
import dev.dovetail.wire.item.Mail;
import dev.dovetail.wire.item.MailRequest;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries out an import plan: takes the bodies as they arrive, and commits in batches, so that an
 * interrupted sync keeps what it has. Closing discards what was not committed.
 */
final class ImportApply implements Closeable {

  private final MailboxStore mailbox;
  private final ImportPlan plan;
  private final long commitInterval;
  private final Log log;

  /**
   * A body as it arrived.
   *
   * @param key whose content it is
   * @param mail null if the peer no longer had it
   * @param lastUse the position of the last save that needs it
   */
  private record Arrived(
      String key, StagedMail mail, String pop3Uidl, long pop3Order, int lastUse) {

    /** Stands for those that are committed: there may be a hundred thousand of them. */
    static final Arrived COMMITTED = new Arrived("", null, "", 0, -1);
  }

  private final Map<String, String> keyByAnswer = new HashMap<>();
  private final Map<String, Integer> lastUse = new HashMap<>();
  private final Map<String, Arrived> arrived = new HashMap<>();
  private final List<Arrived> uncommitted = new ArrayList<>();
  private int nextSave;
  private boolean uidConflict;
  private int messageCount;
  private int saved;
  private int restored;

  /**
   * @param commitInterval commits after this many mails; only at the end if 0
   */
  ImportApply(MailboxStore mailbox, ImportPlan plan, long commitInterval, Log log) {
    this.mailbox = mailbox;
    this.plan = plan;
    this.commitInterval = commitInterval;
    this.log = log;
    for (Map.Entry<String, MailRequest> request : plan.requests().entrySet()) {
      keyByAnswer.put(
          answer(request.getValue().guid(), request.getValue().uid()), request.getKey());
    }
    for (int i = 0; i < plan.saves().size(); i++) {
      lastUse.put(plan.saves().get(i).key(), i);
    }
    for (PlannedRestore restore : plan.restores()) {
      lastUse.put(restore.key(), plan.saves().size());
    }
  }

  /** How an answer names what was asked for: by GUID, or by UID if there is none. */
  private static String answer(String guid, long uid) {
    return guid == null || guid.isEmpty() ? "UID " + uid : guid;
  }

  /** Takes a body from the peer. */
  void receive(Mail mail) throws IOException {
    String answer = answer(mail.guid(), mail.uid());
    String key = keyByAnswer.get(answer);
    if (key == null || arrived.containsKey(key)) {
      log.error(
          "Mailbox " + mailbox.name() + ": ignoring a mail that was not requested: " + answer);
      return;
    }
    accept(key, mail);
  }

  void accept(String key, Mail mail) throws IOException {
    StagedMail staged =
        mail.stream() == null ? null : mailbox.stage(mail.stream(), mail.receivedDate());
    Arrived body =
        new Arrived(
            key,
            staged,
            mail.pop3Uidl() == null ? "" : mail.pop3Uidl(),
            mail.pop3Order(),
            lastUse.getOrDefault(key, -1));
    arrived.put(key, body);
    if (staged != null) {
      uncommitted.add(body);
    }
    // The last third of these is still on its way to the disk while the others are committed.
    if (commitInterval > 0
        && uncommitted.size() >= commitInterval + commitInterval / 3
        && !plan.rebuild()) {
      commitSaves();
    }
  }

  /**
   * Commits the saves whose bodies are there, in order of UID; later UIDs stay free for the rest.
   */
  private void commitSaves() throws IOException {
    List<Save> ready = takeReadySaves(commitInterval);
    if (!ready.isEmpty()) {
      commit(new MailboxChanges(List.of(), ready, List.of(), List.of(), 0, 0, 0));
      uncommitted.removeIf(this::isCommitted);
    }
  }

  private boolean isCommitted(Arrived body) {
    if (body.lastUse() >= nextSave) {
      return false;
    }
    arrived.put(body.key(), Arrived.COMMITTED);
    return true;
  }

  private List<Save> takeReadySaves() throws IOException {
    return takeReadySaves(Long.MAX_VALUE);
  }

  private List<Save> takeReadySaves(long limit) throws IOException {
    List<Save> ready = new ArrayList<>();
    for (; nextSave < plan.saves().size() && ready.size() < limit; nextSave++) {
      PlannedSave planned = plan.saves().get(nextSave);
      Arrived body = arrived.get(planned.key());
      if (planned.source() == null && body == null) {
        break;
      }
      if (planned.source() == null && body.mail() == null) {
        continue;
      }
      ready.add(save(planned, body));
    }
    return ready;
  }

  private static Save save(PlannedSave planned, Arrived body) throws IOException {
    boolean fromPeer = planned.source() == null;
    return new Save(
        planned.uid(),
        planned.guid().isEmpty() ? Guid128.of(RandomBytes.next(16), 0).toString() : planned.guid(),
        fromPeer ? new Source.Staged(body.mail()) : planned.source(),
        planned.flags().flags(),
        planned.flags().keywords(),
        planned.minimumModseq(),
        fromPeer ? body.pop3Uidl() : "",
        fromPeer ? body.pop3Order() : 0);
  }

  /**
   * Commits all that is left, flags and expunges included.
   *
   * @throws SyncException if a requested body never came
   */
  void finish(long uidNext, long firstRecentUid, long highestModseq) throws IOException {
    for (Map.Entry<String, MailRequest> request : plan.requests().entrySet()) {
      if (!arrived.containsKey(request.getKey())) {
        throw new SyncException(
            Grade.TEMPORARY,
            "Mailbox "
                + mailbox.name()
                + ": the peer never sent the mail that it has as UID "
                + request.getValue().uid()
                + "; run the sync again");
      }
    }
    if (plan.rebuild()) {
      List<Save> all = takeReadySaves();
      mailbox.rebuild(
          all,
          plan.expunges(),
          Math.max(uidNext, plan.commonUid() + 1),
          firstRecentUid,
          highestModseq);
      saved += plan.requests().size();
      messageCount = mailbox.refresh().presentCount();
    } else {
      commitAll(uidNext, firstRecentUid, highestModseq);
    }
    uncommitted.clear();
  }

  private void commitAll(long uidNext, long firstRecentUid, long highestModseq) throws IOException {
    List<Restore> restores = new ArrayList<>();
    for (PlannedRestore planned : plan.restores()) {
      Arrived body = arrived.get(planned.key());
      if (body != null && body.mail() != null) {
        restores.add(new Restore(planned.message().uid(), planned.guid(), body.mail()));
      }
    }
    commit(
        new MailboxChanges(
            restores,
            takeReadySaves(),
            plan.flagUpdates(),
            plan.expunges(),
            uidNext,
            firstRecentUid,
            highestModseq));
  }

  private void commit(MailboxChanges changes) throws IOException {
    CommitResult result = mailbox.commit(changes);
    uidConflict |= result.uidConflict();
    messageCount = result.messageCount();
    saved += changes.saves().size();
    restored += changes.restores().size();
  }

  ImportPlan plan() {
    return plan;
  }

  boolean uidConflict() {
    return uidConflict;
  }

  /** After the last commit. */
  int messageCount() {
    return messageCount;
  }

  int saved() {
    return saved;
  }

  int restored() {
    return restored;
  }

  @Override
  public void close() throws IOException {
    for (Arrived body : uncommitted) {
      body.mail().close();
    }
    uncommitted.clear();
  }
}
