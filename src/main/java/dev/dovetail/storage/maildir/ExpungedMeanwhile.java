package dev.dovetail.storage.maildir;

import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.LogChanges;
import dev.dovetail.storage.MailboxChanges.Save;
import dev.dovetail.storage.MailboxChanges.Source;
import dev.dovetail.storage.index.IndexTransaction;
import dev.dovetail.storage.index.LockedIndex;
import dev.dovetail.storage.index.LogScan;
import dev.dovetail.storage.index.MailIndex;
import dev.dovetail.storage.lock.LockWaits;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Mails that were to get a new UID, and that somebody expunged before. The peer has them under the
 * new UIDs and does not know the old ones: unless the expunge is recorded under the new ones too,
 * they seem lost and come back.
 */
final class ExpungedMeanwhile {
  private static final long INDEX_LOCK_SECONDS = 180;

  private final MailIndex index;
  private final LockWaits waits;

  ExpungedMeanwhile(MailIndex index, LockWaits waits) {
    this.index = index;
    this.waits = waits;
  }

  /**
   * Records those whose expunge somebody meant; what only vanished shall come back.
   *
   * @param gone renumbered mails that were not there any more
   */
  void record(List<Save> gone) throws IOException {
    if (gone.isEmpty()) {
      return;
    }
    Map<Long, Guid128> recorded = new HashMap<>();
    for (LogChanges.Expunge expunge : LogScan.changesSince(index, 0).expunges()) {
      recorded.put(expunge.uid(), expunge.guid());
    }
    IndexTransaction transaction = new IndexTransaction().external();
    for (Save save : gone) {
      Guid128 guid = Guid128.ofMessageGuid(save.guid());
      if (guid.equals(recorded.get(((Source.Renumbered) save.source()).uid()))) {
        transaction.expunge(save.uid(), guid);
      }
    }
    if (!transaction.isEmpty()) {
      try (LockedIndex locked = index.lock(waits.seconds(INDEX_LOCK_SECONDS))) {
        locked.append(transaction);
      }
    }
  }
}
