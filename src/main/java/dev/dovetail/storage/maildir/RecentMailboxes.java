package dev.dovetail.storage.maildir;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The mailboxes of a store that were opened last, so that what was read of them need not be read
 * again. Bounded by the messages that they keep in memory, and by their number.
 */
final class RecentMailboxes {
  private static final int MESSAGES = 100_000;
  private static final int MAILBOXES = 500;

  private final MaildirSettings settings;
  private final Map<Path, MailboxFiles> byDirectory = new LinkedHashMap<>(16, 0.75f, true);

  RecentMailboxes(MaildirSettings settings) {
    this.settings = settings;
  }

  /**
   * The files of a mailbox, with what is remembered of them.
   *
   * @param name for messages
   */
  synchronized MailboxFiles of(MaildirPaths paths, String name) {
    MailboxFiles files = byDirectory.get(paths.mailDirectory());
    if (files == null || !files.mailbox().equals(name)) {
      files = new MailboxFiles(paths, settings, name);
      byDirectory.put(paths.mailDirectory(), files);
      forgetEldest(files);
    }
    return files;
  }

  private void forgetEldest(MailboxFiles newest) {
    long messages = 0;
    for (MailboxFiles files : byDirectory.values()) {
      messages += files.remembers();
    }
    Iterator<MailboxFiles> eldest = byDirectory.values().iterator();
    while (messages > MESSAGES || byDirectory.size() > MAILBOXES) {
      MailboxFiles files = eldest.next();
      if (files == newest) {
        return;
      }
      messages -= files.remembers();
      eldest.remove();
    }
  }

  synchronized void clear() {
    byDirectory.clear();
  }
}
