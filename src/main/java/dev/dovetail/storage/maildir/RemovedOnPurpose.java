package dev.dovetail.storage.maildir;

import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.LogChanges;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tells mails whose files another program removed on purpose from mails that were lost, where
 * {@link VanishedMail#EXPUNGE} is configured. What vanished with the list that knew it, or with its
 * directory, was lost.
 */
final class RemovedOnPurpose {
  private final MailboxFiles files;
  private final boolean believed;

  RemovedOnPurpose(MailboxFiles files) {
    this.files = files;
    this.believed = files.settings().vanishedMail() == VanishedMail.EXPUNGE;
  }

  /**
   * Which of the missing mails are to be expunged, with their GUIDs.
   *
   * @param list as it was found; empty if there was none
   * @param scan of the directories, which no missing mail is in
   */
  Map<Long, Guid128> among(Collection<Long> missing, Optional<UidList> list, MaildirScan scan) {
    Map<Long, Guid128> removed = new TreeMap<>();
    if (!believed || missing.isEmpty() || list.isEmpty() || !isIntact(scan)) {
      return removed;
    }
    for (long uid : missing) {
      list.get()
          .find(uid)
          .ifPresent(entry -> removed.put(uid, Guid128.ofMessageGuid(entry.guid())));
    }
    return removed;
  }

  private boolean isIntact(MaildirScan scan) {
    return Files.isDirectory(files.paths().cur())
        && Files.isDirectory(files.paths().newMails())
        && isSameDirectory(!scan.files().isEmpty());
  }

  /** A list that is kept elsewhere outlives the directory, and whoever needs that makes it anew. */
  private boolean isSameDirectory(boolean hasMails) {
    MaildirPaths paths = files.paths();
    return hasMails || paths.controlDirectory().equals(paths.mailDirectory());
  }

  /**
   * Dovecot may have noticed first that the files are gone, and then it recorded no GUID. The list
   * has it until Dovecot writes that anew.
   */
  LogChanges explain(LogChanges changes, MergedMailbox now) {
    if (!believed || !isSameDirectory(!now.index().messages().isEmpty())) {
      return changes;
    }
    List<LogChanges.Expunge> expunges = new ArrayList<>(changes.expunges().size());
    for (LogChanges.Expunge expunge : changes.expunges()) {
      if (expunge.wasVanished()) {
        Guid128 guid =
            now.uidList()
                .find(expunge.uid())
                .map(entry -> Guid128.ofMessageGuid(entry.guid()))
                .orElse(Guid128.EMPTY);
        expunges.add(new LogChanges.Expunge(expunge.uid(), guid, true));
      } else {
        expunges.add(expunge);
      }
    }
    return new LogChanges(
        changes.complete(), changes.flagChanges(), expunges, changes.attributeChanges());
  }
}
