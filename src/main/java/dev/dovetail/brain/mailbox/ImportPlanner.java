package dev.dovetail.brain.mailbox;

import dev.dovetail.brain.mailbox.ImportPlan.PlannedRestore;
import dev.dovetail.brain.mailbox.ImportPlan.PlannedSave;
import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.LogChanges;
import dev.dovetail.storage.MailboxChanges.Expunge;
import dev.dovetail.storage.MailboxChanges.FlagUpdate;
import dev.dovetail.storage.MailboxChanges.Source;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.wire.item.MailChange;
import dev.dovetail.wire.item.MailRequest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Turns the comparison of two mailboxes into a plan for ours. Touches nothing. */
final class ImportPlanner {

  private final MailboxView view;
  private final LogChanges log;
  private final ImportRules rules;

  private final List<PlannedSave> saves = new ArrayList<>();
  private final List<PlannedRestore> restores = new ArrayList<>();
  private final Map<Long, FlagUpdate> flagUpdates = new TreeMap<>();
  private final Map<Long, Expunge> expunges = new TreeMap<>();
  private final Map<String, MailRequest> requests = new LinkedHashMap<>();
  private final Map<String, StoredMessage> traces = new HashMap<>();
  private OwnContents contents;

  /** What the peer's highest modseq may become when it has saved what it lacks, two a mail. */
  private long highestAfterSaves;

  private boolean remoteLags;
  private boolean historyContradicts;

  ImportPlanner(MailboxView view, LogChanges log, ImportRules rules) {
    this.view = view;
    this.log = log;
    this.rules = rules;
  }

  ImportPlan plan(ChangeMatch.Outcome match) throws IOException {
    for (ChangeMatch.Common common : match.common()) {
      planCommon(common.local(), common.remote());
    }
    for (StoredMessage message : match.expunged()) {
      expunge(message);
    }
    NewMailOrder.Result order =
        new NewMailOrder(rules.keys(), view.uidNext(), rules.remoteUidNext()).place(match);
    highestAfterSaves = rules.remoteHighestModseq() + 2L * order.mails().size();
    boolean rebuild = !match.lostHere().isEmpty();
    contents = new OwnContents(rules.keys(), match, !rebuild);
    for (StoredMessage trace : match.traces()) {
      traces.put(rules.keys().of(trace), trace);
    }
    planNew(order.mails());
    if (rebuild) {
      planRebuild(match.lostHere());
    }
    remoteLags |= match.remoteLags() || remoteLags(order.mails());
    historyContradicts |= match.historyContradicts();
    return finish(order.nextUid() - 1, rebuild);
  }

  /**
   * Whether some of these mails will be under another UID at the peer, or not be there. Also what
   * happened here since the last state counts, for the peer does not hear of it.
   */
  private boolean remoteLags(List<NewMailOrder.Placed> mails) {
    for (NewMailOrder.Placed mail : mails) {
      if (mail.remote() == null || mail.remote().uid() != mail.uid()) {
        return true;
      }
    }
    return rules.isIncremental() && !(log.flagChanges().isEmpty() && log.expunges().isEmpty());
  }

  /**
   * Makes the plan one for all messages: lost mails want UIDs that the mailbox can no longer give
   * as it is.
   */
  private void planRebuild(List<ChangeMatch.Lost> lostMails) throws IOException {
    Set<Long> leaving = new HashSet<>(expunges.keySet());
    for (PlannedSave save : saves) {
      if (save.source() instanceof Source.Renumbered renumbered) {
        leaving.add(renumbered.uid());
      }
    }
    for (ChangeMatch.Lost lost : lostMails) {
      if (lost.local() == null) {
        leaving.add(lost.remote().uid());
        saveFromPeer(lost.remote());
      } else {
        leaving.add(lost.local().uid());
        renumber(lost.local(), lost.remote().uid(), rules.keys().of(lost.remote()), lost.remote());
      }
    }
    for (PlannedRestore restore : restores) {
      leaving.add(restore.message().uid());
      addSave(restore.message(), restore.guid(), restore.key(), null);
    }
    restores.clear();
    for (StoredMessage message : view.messages()) {
      if (message.present() && !leaving.contains(message.uid())) {
        addSave(
            message,
            message.guid(),
            rules.keys().of(message),
            new Source.Renumbered(message.uid()));
      }
    }
  }

  /** A message that stays under its UID, with the flags that are planned for it. */
  private void addSave(StoredMessage message, String guid, String key, Source source) {
    FlagUpdate update = flagUpdates.get(message.uid());
    FlagMerge.Result flags =
        update == null
            ? flagsOf(message)
            : new FlagMerge.Result(update.flags(), update.keywords(), false);
    long modseq = update == null ? message.modseq() : update.minimumModseq();
    saves.add(new PlannedSave(message.uid(), key, guid, source, flags, modseq));
  }

  /** The plan that makes us equal to the peer. */
  ImportPlan planEqual(EqualMatch match) throws IOException {
    boolean rebuild = match.needsNewMailbox();
    for (ChangeMatch.Common common : match.common()) {
      if (rebuild && common.local().present()) {
        keep(common.local(), FlagMerge.take(common.remote()), common.remote().modseq());
      } else if (rebuild) {
        saveFromPeer(common.remote());
      } else {
        planCommon(common.local(), common.remote());
      }
    }
    for (StoredMessage message : match.surplus()) {
      expunge(message);
    }
    for (MailChange missing : match.missing()) {
      saveFromPeer(missing);
    }
    if (rebuild) {
      for (StoredMessage message : match.unmentioned()) {
        keep(message, flagsOf(message), message.modseq());
      }
    }
    remoteLags = match.keepsMore();
    historyContradicts = match.historyContradicts();
    long uidNext =
        rebuild ? rules.remoteUidNext() : Math.max(view.uidNext(), rules.remoteUidNext());
    return finish(uidNext - 1, rebuild);
  }

  private static FlagMerge.Result flagsOf(StoredMessage message) {
    return new FlagMerge.Result(message.flags(), message.keywords(), false);
  }

  private void keep(StoredMessage message, FlagMerge.Result flags, long modseq) throws IOException {
    saves.add(
        new PlannedSave(
            message.uid(),
            rules.keys().of(message),
            message.guid(),
            new Source.Renumbered(message.uid()),
            flags,
            modseq));
  }

  private void saveFromPeer(MailChange remote) {
    String key = rules.keys().of(remote);
    request(key, remote);
    save(remote.uid(), key, remote, null);
  }

  private ImportPlan finish(long commonUid, boolean rebuild) {
    saves.sort((a, b) -> Long.compare(a.uid(), b.uid()));
    return new ImportPlan(
        saves,
        restores,
        List.copyOf(flagUpdates.values()),
        List.copyOf(expunges.values()),
        requests,
        commonUid,
        rebuild,
        historyContradicts,
        remoteLags && !rules.remoteFollows());
  }

  private void planCommon(StoredMessage local, MailChange remote) {
    if (!local.present() && remote.type() == MailChange.Type.SAVE) {
      String key = rules.keys().of(remote);
      restores.add(new PlannedRestore(local, remote.guid(), key));
      request(key, remote);
    }
    takeOver(local, merge(local, remote, rules.remoteHighestModseq() + 1));
  }

  private void takeOver(StoredMessage local, MergedFlags merged) {
    FlagMerge.Result flags = merged.flags();
    if (flags.flags() != local.flags()
        || !flags.keywords().equals(local.keywords())
        || merged.modseq() > local.modseq()) {
      flagUpdates.put(
          local.uid(),
          new FlagUpdate(local.uid(), flags.flags(), flags.keywords(), merged.modseq()));
    }
  }

  /**
   * @param modseq the message's modseq is at least this then
   */
  private record MergedFlags(FlagMerge.Result flags, long modseq) {}

  /** Of a mail that the peer saves under a new UID, with a modseq above its highest so far. */
  private MergedFlags mergeMoved(StoredMessage local, MailChange remote) {
    return merge(local, remote, highestAfterSaves + 1);
  }

  /**
   * @param above if the peer is to take over our flags, the modseq that makes it do so
   */
  private MergedFlags merge(StoredMessage local, MailChange remote, long above) {
    FlagMerge.Result merged;
    if (rules.makeEqual()) {
      merged = FlagMerge.take(remote);
    } else {
      boolean preferRemote =
          remote.modseq() > local.modseq()
              || remote.modseq() == local.modseq() && rules.preferRemoteOnTie();
      boolean wereEqual = rules.isIncremental() && local.uid() <= rules.commonUid();
      FlagMerge merge = new FlagMerge(preferRemote, wereEqual);
      merged = merge.merge(local, log.flagChanges().get(local.uid()), remote);
      historyContradicts |= wereEqual && merge.isUnexplained();
      remoteLags |= merged.remoteMustChange();
    }
    long modseq = Math.max(local.modseq(), remote.modseq());
    if (merged.remoteMustChange() && remote.modseq() <= rules.remoteHighestModseq()) {
      modseq = Math.max(modseq, above);
    }
    return new MergedFlags(merged, modseq);
  }

  private void expunge(StoredMessage message) {
    if (!message.guid().isEmpty()) {
      expunges.put(
          message.uid(), new Expunge(message.uid(), Guid128.ofMessageGuid(message.guid())));
    }
  }

  /** All mails of one content: where they shall be, and where we have them. */
  private static final class Group {
    final TreeMap<Long, NewMailOrder.Placed> wanted = new TreeMap<>();
    final TreeMap<Long, StoredMessage> own = new TreeMap<>();
    MailChange remote;
  }

  private void planNew(List<NewMailOrder.Placed> placed) throws IOException {
    Map<String, Group> groups = new LinkedHashMap<>();
    for (NewMailOrder.Placed mail : placed) {
      Group group = groups.computeIfAbsent(mail.key(), key -> new Group());
      group.wanted.put(mail.uid(), mail);
      if (mail.local() != null) {
        group.own.put(mail.local().uid(), mail.local());
      }
      if (group.remote == null) {
        group.remote = mail.remote();
      }
    }
    for (Map.Entry<String, Group> group : groups.entrySet()) {
      StoredMessage trace = traces.get(group.getKey());
      if (trace != null) {
        // What has vanished and is somewhere else now leaves nothing behind.
        expunge(trace);
      }
      planGroup(group.getKey(), group.getValue());
    }
  }

  private void planGroup(String key, Group group) throws IOException {
    Deque<StoredMessage> movable = new ArrayDeque<>();
    StoredMessage staying = null;
    for (StoredMessage message : group.own.descendingMap().values()) {
      boolean wanted = group.wanted.containsKey(message.uid());
      if (wanted) {
        staying = message;
      } else {
        movable.add(message);
      }
    }
    for (NewMailOrder.Placed mail : group.wanted.values()) {
      if (group.own.containsKey(mail.uid())) {
        planStaying(mail);
        continue;
      }
      StoredMessage moved = movable.poll();
      if (moved != null) {
        renumber(moved, mail.uid(), key, mail.remote());
      } else if (group.remote != null) {
        planMissing(key, mail, group, staying);
      }
    }
  }

  /**
   * Gives a message a new UID. What the log says about the old one is of use for the last time, so
   * its flags are merged with the peer's now.
   *
   * @param remote the same mail at the peer; null if it is not there
   */
  private void renumber(StoredMessage message, long uid, String key, MailChange remote) {
    MergedFlags merged =
        remote == null
            ? new MergedFlags(flagsOf(message), message.modseq())
            : mergeMoved(message, remote);
    saves.add(
        new PlannedSave(
            uid,
            key,
            message.guid(),
            new Source.Renumbered(message.uid()),
            merged.flags(),
            merged.modseq()));
  }

  /**
   * The peer gives this mail our UID, and then its log no longer tells what happened to the flags.
   * Where both have the UID already, the next run merges them.
   */
  private void planStaying(NewMailOrder.Placed mail) {
    boolean remoteMoves = mail.remote() != null && mail.remote().uid() != mail.uid();
    if (remoteMoves && mail.local() != null && mail.local().uid() == mail.uid()) {
      takeOver(mail.local(), mergeMoved(mail.local(), mail.remote()));
    }
  }

  private void planMissing(String key, NewMailOrder.Placed mail, Group group, StoredMessage staying)
      throws IOException {
    MailChange remote = mail.remote() != null ? mail.remote() : group.remote;
    StoredMessage old = contents.takeExpunged(key);
    if (old != null) {
      expunges.remove(old.uid());
      renumber(old, mail.uid(), key, remote);
      return;
    }
    StoredMessage ownCopy = contents.copy(key, staying);
    if (ownCopy == null) {
      request(key, remote);
    }
    Source source = ownCopy == null ? null : new Source.CopyOf(ownCopy.uid());
    StoredMessage trace = traces.get(key);
    if (trace == null) {
      save(mail.uid(), key, remote, source);
    } else {
      MergedFlags merged = mergeMoved(trace, remote);
      saves.add(
          new PlannedSave(mail.uid(), key, trace.guid(), source, merged.flags(), merged.modseq()));
    }
  }

  private void save(long uid, String key, MailChange remote, Source source) {
    saves.add(
        new PlannedSave(
            uid,
            key,
            remote.guid() == null ? "" : remote.guid(),
            source,
            FlagMerge.take(remote),
            remote.modseq()));
  }

  private void request(String key, MailChange remote) {
    requests.computeIfAbsent(
        key,
        absent ->
            new MailRequest(
                remote.guid() == null || remote.guid().isEmpty() ? null : remote.guid(),
                remote.uid()));
  }
}
