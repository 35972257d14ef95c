package dev.dovetail.storage.maildir;

import dev.dovetail.mail.Flags;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.storage.index.IndexState;
import dev.dovetail.storage.index.IndexedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A mailbox's index and uidlist, read together. */
final class MergedMailbox {
  private final IndexState index;
  private final UidList uidList;
  private final Set<Long> missing;
  private MailboxView view;

  /**
   * @param index changes no more
   * @param missing UIDs in the index whose files are gone
   */
  MergedMailbox(IndexState index, UidList uidList, Set<Long> missing) {
    this.index = index;
    this.uidList = uidList;
    this.missing = missing;
  }

  IndexState index() {
    return index;
  }

  UidList uidList() {
    return uidList;
  }

  /** UIDs in the index whose files are gone. */
  Set<Long> missing() {
    return missing;
  }

  UidListHeader header() {
    return uidList.header().orElseThrow();
  }

  MailboxView view() {
    if (view == null) {
      view = makeView();
    }
    return view;
  }

  private MailboxView makeView() {
    List<StoredMessage> messages = new ArrayList<>(index.messages().size());
    List<UidListEntry> entries = uidList.entries();
    int at = 0;
    for (IndexedMessage message : index.messages()) {
      while (at < entries.size() && entries.get(at).uid() < message.uid()) {
        at++;
      }
      boolean listed = at < entries.size() && entries.get(at).uid() == message.uid();
      messages.add(
          new StoredMessage(
              message.uid(),
              listed ? entries.get(at).guid() : "",
              message.flags() & Flags.STORED,
              message.keywords(),
              message.modseq() == 0 ? index.highestModseq() : message.modseq(),
              !missing.contains(message.uid())));
    }
    long uidNext = Math.max(index.nextUid(), header().nextUid());
    return new MailboxView(
        header().guid(),
        header().uidValidity(),
        uidNext,
        Math.min(Math.max(index.firstRecentUid(), 1), uidNext),
        Math.max(index.highestModseq(), 1),
        messages);
  }
}
