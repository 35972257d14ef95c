package dev.dovetail.brain.tree;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.ListedMailbox;
import dev.dovetail.storage.MailStore;
import dev.dovetail.storage.MailboxExistsException;
import dev.dovetail.storage.MailboxNotFoundException;
import dev.dovetail.storage.MailboxStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Carries out the changes of a tree merge (dsync-protocol 5.9). */
public final class TreeApply {
  private final MailStore store;
  private final MailboxTree tree;
  private final boolean remoteIsFixed;
  private final List<String> reasons = new ArrayList<>();
  private Set<MailboxName> subscriptions;
  private int created;
  private int deleted;
  private int renamed;

  private TreeApply(MailStore store, MailboxTree tree, boolean remoteIsFixed) {
    this.store = store;
    this.tree = tree;
    this.remoteIsFixed = remoteIsFixed;
  }

  /**
   * What became of the changes.
   *
   * @param changesDuringSync one reason for each change that found the store different from its
   *     tree; not empty means that another run is needed
   */
  public record Outcome(int created, int deleted, int renamed, List<String> changesDuringSync) {}

  /**
   * Applies {@code result.changes()} in order, and keeps {@code result.tree()} in step where a
   * mailbox GUID changes.
   *
   * @param remoteIsFixed true if the remote changes nothing (the receiver of a backup or of {@code
   *     -1}): then its GUID wins a conflict, else the larger one
   * @throws SyncException for anything but mailboxes that appeared or went meanwhile
   */
  public static Outcome apply(MailStore store, TreeMerge.Result result, boolean remoteIsFixed)
      throws IOException {
    TreeApply apply = new TreeApply(store, result.tree(), remoteIsFixed);
    for (TreeChange change : result.changes()) {
      try {
        apply.carryOut(change);
      } catch (MailboxExistsException | MailboxNotFoundException e) {
        apply.reasons.add(e.getMessage());
      }
    }
    return new Outcome(apply.created, apply.deleted, apply.renamed, List.copyOf(apply.reasons));
  }

  private void carryOut(TreeChange change) throws IOException {
    if (change instanceof TreeChange.CreateMailbox create) {
      createMailbox(create);
    } else if (change instanceof TreeChange.CreateDirectory create) {
      createDirectory(create.name());
    } else if (change instanceof TreeChange.DeleteMailbox delete) {
      store.deleteMailbox(delete.guid());
      deleted++;
    } else if (change instanceof TreeChange.DeleteDirectory delete) {
      deleteDirectory(delete.name());
    } else if (change instanceof TreeChange.Rename rename) {
      rename(rename.from(), rename.to(), rename.time());
      renamed++;
    } else if (change instanceof TreeChange.Subscribe subscribe) {
      setSubscribed(subscribe.name(), true, subscribe.time());
    } else if (change instanceof TreeChange.Unsubscribe unsubscribe) {
      setSubscribed(unsubscribe.name(), false, unsubscribe.time());
    }
  }

  private void createMailbox(TreeChange.CreateMailbox create) throws IOException {
    try {
      store.createMailbox(create.name(), create.guid(), create.uidValidity());
      created++;
    } catch (MailboxExistsException e) {
      ListedMailbox existing = find(create.name());
      if (existing == null || existing.isDirectory()) {
        throw e;
      }
      settleGuid(existing, create);
    }
  }

  private ListedMailbox find(MailboxName name) throws IOException {
    for (ListedMailbox listed : store.listMailboxes()) {
      if (listed.name().equals(name)) {
        return listed;
      }
    }
    return null;
  }

  /** The larger GUID wins at both ends, so that they come to the same one (dsync-protocol 5.6). */
  private void settleGuid(ListedMailbox existing, TreeChange.CreateMailbox create)
      throws IOException {
    Guid128 wanted = create.guid();
    int order = wanted.compareTo(existing.guid());
    if (order == 0) {
      return;
    }
    boolean wantedWins = order > 0 || remoteIsFixed || create.mustWin();
    try (MailboxStore mailbox = store.openMailbox(existing.guid())) {
      if (wantedWins && existing.guid().isStandIn()) {
        MailboxGuids.recover(mailbox, wanted, create.uidValidity());
      } else if (wantedWins) {
        mailbox.setGuid(wanted);
      }
      MailboxGuids.moveModseqAway(mailbox);
    }
    MailboxNode node = tree.find(existing.guid());
    if (wantedWins && node != null) {
      tree.setGuid(node, wanted);
    }
  }

  private void createDirectory(MailboxName name) throws IOException {
    try {
      store.createDirectory(name);
      created++;
    } catch (MailboxExistsException e) {
      // A mailbox that was created or renamed below it has brought it along.
    }
  }

  private void deleteDirectory(MailboxName name) throws IOException {
    try {
      store.deleteDirectory(name);
      deleted++;
    } catch (MailboxNotFoundException e) {
      // Some layouts remove a directory with the last mailbox in it, so it is gone as wanted.
    } catch (SyncException e) {
      if (e.grade() != Grade.NOT_POSSIBLE) {
        throw e;
      }
      reasons.add(e.getMessage());
    }
  }

  private void rename(MailboxName from, MailboxName to, long time) throws IOException {
    try {
      store.renameMailbox(from, to, time);
    } catch (MailboxNotFoundException e) {
      if (!renameChildren(from, to, time)) {
        throw e;
      }
    }
  }

  /**
   * Renames what is below a name at which nothing exists, as happens in layouts without
   * directories.
   */
  private boolean renameChildren(MailboxName from, MailboxName to, long time) throws IOException {
    int depth = from.components().size();
    List<MailboxName> tops = new ArrayList<>();
    for (ListedMailbox listed : store.listMailboxes()) {
      List<String> components = listed.name().components();
      if (components.size() > depth
          && components.subList(0, depth).equals(from.components())
          && tops.stream().noneMatch(top -> isBelow(components, top))) {
        tops.removeIf(top -> isBelow(top.components(), listed.name()));
        tops.add(listed.name());
      }
    }
    for (MailboxName top : tops) {
      List<String> target = new ArrayList<>(to.components());
      target.addAll(top.components().subList(depth, top.components().size()));
      store.renameMailbox(top, new MailboxName(target), time);
    }
    return !tops.isEmpty();
  }

  private static boolean isBelow(List<String> components, MailboxName above) {
    int depth = above.components().size();
    return components.size() > depth && components.subList(0, depth).equals(above.components());
  }

  /** Leaves alone what is as it should be, which would otherwise be logged as a change. */
  private void setSubscribed(MailboxName name, boolean subscribed, long time) throws IOException {
    if (subscriptions == null) {
      subscriptions = store.subscriptions();
    }
    if (subscriptions.contains(name) != subscribed) {
      store.setSubscribed(name, subscribed, time);
    }
  }
}
