package dev.dovetail.brain.mailbox;

import dev.dovetail.brain.Conversation;
import dev.dovetail.brain.SyncState;
import dev.dovetail.brain.filter.MailFilter;
import dev.dovetail.log.Log;
import dev.dovetail.storage.LogChanges;
import dev.dovetail.storage.MailContent;
import dev.dovetail.storage.MailboxStore;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.wire.ProtocolException;
import dev.dovetail.wire.item.Mail;
import dev.dovetail.wire.item.MailChange;
import dev.dovetail.wire.item.MailRequest;
import dev.dovetail.wire.item.Mailbox;
import dev.dovetail.wire.item.MailboxAttribute;
import dev.dovetail.wire.item.MailboxState;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The conversation about one mailbox that both ends have opened and want to sync (dsync-protocol
 * 4.4), in the steps in which it is held: {@link #offer}, {@link #plan}, {@link #answerRequests},
 * {@link #carryOut}, {@link #conclude}. What this end sends leaves on the conversation's sending
 * thread; what it receives is compared, planned and applied on the caller's.
 */
public final class MailboxExchange implements Closeable {

  /** Which lists an end sends and receives. */
  public enum Role {
    TWO_WAY,
    BACKUP_SENDER,
    BACKUP_RECEIVER;

    boolean exports() {
      return this != BACKUP_RECEIVER;
    }

    boolean imports() {
      return this != BACKUP_SENDER;
    }
  }

  /**
   * What holds for all mailboxes of a sync.
   *
   * @param makeEqual the receiver gives up what the sender does not have
   * @param sendRequests mails are requested; without, all offered ones are sent
   * @param preferRemoteOnTie true at the responder
   * @param peerIsDovetail the peer keeps the same rules about mails that one end has lost
   * @param commitInterval how many mails are committed together; 0: all of a mailbox
   * @param allMailbox a mailbox where bodies may be found before they are requested
   */
  public record Terms(
      Role role,
      boolean makeEqual,
      boolean sendRequests,
      boolean preferRemoteOnTie,
      boolean peerIsDovetail,
      MailFilter filter,
      List<String> hashedHeaders,
      boolean emptyHeaderWorkaround,
      long commitInterval,
      Optional<BodySource> allMailbox) {}

  /** Finds the content of a mail without the peer. */
  public interface BodySource {
    /** The content of some mail with this GUID; empty if there is none. */
    Optional<MailContent> find(String guid) throws IOException;
  }

  /**
   * What came of it.
   *
   * @param state what both ends have in common now
   * @param historyContradicts the state that the sync was based on cannot be true
   */
  public record Result(
      MailboxState state,
      boolean historyContradicts,
      int saved,
      int restored,
      int updated,
      int expunged) {}

  /**
   * Our side of it.
   *
   * @param last what both ends had in common; zeros without a state
   * @param changes what the log knows since then
   */
  public record Local(
      MailboxStore mailbox, MailboxView view, MailboxState last, LogChanges changes) {}

  private final Conversation conversation;
  private final Terms terms;
  private final MailboxStore mailbox;
  private final MailboxView view;
  private final Mailbox remote;
  private final MailboxState last;
  private final Log log;
  private final LogChanges changes;
  private final HeaderHashKeys hashes;
  private final boolean hasAttributeLists;
  private final boolean fullResync;
  private AttributeExchange attributes;
  private MailboxExport export;

  /** Null at an end that only sends. */
  private ImportApply apply;

  private MailboxState own;

  /** The number of the last piece that was queued for sending. */
  private long sent;

  /**
   * @param remote what the peer said about its mailbox
   * @param fullResync an earlier mailbox showed that the next sync must not rely on states
   */
  public MailboxExchange(
      Conversation conversation,
      Terms terms,
      Local local,
      Mailbox remote,
      boolean fullResync,
      Log log) {
    this.conversation = conversation;
    this.terms = terms;
    this.mailbox = local.mailbox();
    this.view = local.view();
    this.last = local.last();
    this.changes = local.changes();
    this.remote = remote;
    this.fullResync = fullResync;
    this.log = log;
    this.hasAttributeLists = conversation.peer().remoteMinorVersion() > 0;
    this.hashes = usesGuids() ? null : headerHashes();
  }

  private boolean usesGuids() {
    return terms.role() == Role.BACKUP_SENDER
        || remote.haveSaveGuids()
        || remote.haveGuids() && terms.role() == Role.BACKUP_RECEIVER;
  }

  private HeaderHashKeys headerHashes() {
    return new HeaderHashKeys(
        mailbox,
        terms.hashedHeaders(),
        conversation.peer().remoteMinorVersion(),
        terms.emptyHeaderWorkaround());
  }

  /** Says what is here and what happened to it, as far as the peer need not be heard first. */
  public void offer() throws IOException {
    attributes = new AttributeExchange(mailbox, changes, last.lastCommonModseq(), log);
    export =
        new MailboxExport(
            mailbox,
            view,
            changes,
            last.lastCommonUid(),
            terms.filter(),
            hashes,
            remote.messagesCount() > 0);
    if (terms.role().exports() && hasAttributeLists) {
      sent = conversation.sendList(attributes.own());
    }
    if (terms.role().exports() && !listensFirst()) {
      sent = conversation.send(peer -> export.sendChanges(peer, vanished(), List.of(), Set.of()));
    }
  }

  /** Hears what is at the peer and happened there, decides what that means, and asks for mails. */
  public void plan() throws IOException {
    if (!terms.role().imports()) {
      return;
    }
    if (hasAttributeLists) {
      conversation.receiveList(MailboxAttribute.class, attributes::receive);
    }
    ImportPlan plan = terms.makeEqual() ? planEqual() : planMerge();
    apply = new ImportApply(mailbox, plan, terms.commitInterval(), log);
    request(plan);
  }

  /** Hears what the peer asks for, and sends it. */
  public void answerRequests() throws IOException {
    if (terms.role().exports()) {
      if (terms.sendRequests()) {
        conversation.receiveList(MailRequest.class, export::request);
      } else {
        export.requestAll();
      }
      sent = conversation.send(export::sendMails);
    }
  }

  /** Takes the mails that were asked for, carries out the plan, and says where this end is now. */
  public void carryOut() throws IOException {
    if (apply != null) {
      conversation.receiveList(Mail.class, apply::receive);
      conversation.awaitSent(sent);
      apply.finish(
          remote.uidNext(),
          Math.min(apply.plan().commonUid() + 1, remote.firstRecentUid()),
          remote.highestModseq());
    }
    own = ownState();
    sent = conversation.send(own);
  }

  /** Hears where the peer is. */
  public Result conclude() throws IOException {
    MailboxState theirs = conversation.receive(MailboxState.class);
    conversation.awaitSent(sent);
    MailboxState common = SyncState.common(own, theirs);
    if (apply == null) {
      return new Result(common, false, 0, 0, 0, 0);
    }
    return new Result(
        common,
        apply.plan().historyContradicts(),
        apply.saved(),
        apply.restored(),
        apply.plan().flagUpdates().size(),
        apply.plan().expunges().size());
  }

  /**
   * Dovecot expunges a mail that we do not list. When it may be that we have lost mails, we hear
   * first what it has, and list those too: it keeps them, and they come back to us.
   */
  private boolean listensFirst() {
    return terms.role() == Role.TWO_WAY
        && !terms.peerIsDovetail()
        && last.lastCommonUid() == 0
        && hashes == null;
  }

  private Vanished vanished() {
    if (terms.peerIsDovetail()) {
      return Vanished.TOLD;
    }
    boolean isKept = terms.role() == Role.BACKUP_SENDER && !terms.makeEqual();
    return isKept && last.lastCommonUid() == 0 ? Vanished.DENIED : Vanished.LEFT_OUT;
  }

  private ImportPlan planMerge() throws IOException {
    ImportRules rules = rules();
    ChangeMatch match = new ChangeMatch(mailbox, view, changes, rules);
    receiveChanges(match::accept);
    ChangeMatch.Outcome outcome = match.finish();
    if (listensFirst()) {
      sent =
          conversation.send(
              peer ->
                  export.sendChanges(
                      peer, Vanished.LEFT_OUT, outcome.replies(), outcome.movingUids()));
    }
    return new ImportPlanner(view, changes, rules).plan(outcome);
  }

  private void receiveChanges(Conversation.Receiving<MailChange> receiving) throws IOException {
    long[] lastUid = {0};
    conversation.receiveList(
        MailChange.class,
        change -> {
          if (change.uid() <= lastUid[0]) {
            throw new ProtocolException(
                "Mailbox "
                    + mailbox.name()
                    + ": the peer sent UID "
                    + change.uid()
                    + " after UID "
                    + lastUid[0]
                    + "; nothing was changed, the peer's mailbox may be damaged");
          }
          lastUid[0] = change.uid();
          receiving.accept(change);
        });
  }

  private ImportPlan planEqual() throws IOException {
    ImportRules rules = rules();
    EqualMatch match = new EqualMatch(mailbox, view, rules);
    receiveChanges(match::accept);
    return new ImportPlanner(view, changes, rules).planEqual(match);
  }

  private ImportRules rules() {
    return new ImportRules(
        terms.makeEqual(),
        terms.role() == Role.TWO_WAY,
        terms.peerIsDovetail(),
        terms.preferRemoteOnTie(),
        hashes == null ? MatchKeys.GUIDS : hashes,
        terms.filter(),
        last.lastCommonUid(),
        last.lastCommonModseq(),
        remote.uidNext(),
        remote.highestModseq(),
        remote.firstRecentUid());
  }

  /** Requests what the plan needs, less what is found in the mailbox of all mails. */
  private void request(ImportPlan plan) throws IOException {
    Map<String, MailRequest> wanted = plan.requests();
    if (terms.allMailbox().isPresent()) {
      Iterator<Map.Entry<String, MailRequest>> each = wanted.entrySet().iterator();
      while (each.hasNext()) {
        Map.Entry<String, MailRequest> request = each.next();
        if (takeFromAllMailbox(request)) {
          each.remove();
        }
      }
    }
    if (terms.sendRequests()) {
      sent = conversation.sendList(wanted.values());
    }
  }

  private boolean takeFromAllMailbox(Map.Entry<String, MailRequest> request) throws IOException {
    String guid = request.getValue().guid();
    if (guid == null) {
      return false;
    }
    Optional<MailContent> found = terms.allMailbox().get().find(guid);
    if (found.isEmpty()) {
      return false;
    }
    try (MailContent content = found.get()) {
      apply.accept(
          request.getKey(),
          new Mail(
              guid,
              0,
              content.pop3Uidl(),
              content.pop3Order(),
              content.receivedDate(),
              content.savedDate(),
              content.stream()));
    }
    return true;
  }

  /** Where this end stands now (dsync-protocol 8.2). */
  private MailboxState ownState() {
    if (apply == null) {
      return state(view.uidNext() - 1, view.highestModseq(), view.presentCount(), false);
    }
    int count = apply.messageCount();
    if (apply.plan().remoteLags()) {
      return state(0, 0, count, false);
    }
    if (apply.uidConflict()) {
      return state(view.uidNext() - 1, view.highestModseq(), count, true);
    }
    return state(apply.plan().commonUid(), remote.highestModseq(), count, false);
  }

  private MailboxState state(long uid, long modseq, long count, boolean changesDuringSync) {
    return new MailboxState(
        remote.mailboxGuid(),
        fullResync ? 0 : view.uidValidity(),
        uid,
        modseq,
        0,
        count,
        changesDuringSync || fullResync);
  }

  /** Lets go of mails that arrived and were not needed in the end. */
  @Override
  public void close() throws IOException {
    if (apply != null) {
      apply.close();
    }
  }
}
