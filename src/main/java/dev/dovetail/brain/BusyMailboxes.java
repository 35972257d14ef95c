package dev.dovetail.brain;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Mailboxes that another sync was at work in at the other end. They are offered again after all
 * others, without holding their locks meanwhile: that sync may be waiting for just these.
 */
final class BusyMailboxes {
  private static final int FIRST_PAUSE_MILLIS = 100;
  private static final int MAX_DOUBLINGS = 4;

  private final long patienceSeconds;
  private final Map<Guid128, Long> since = new HashMap<>();
  private List<Guid128> busy = new ArrayList<>();
  private int pauses;

  /**
   * @param patienceSeconds how long one may be busy
   */
  BusyMailboxes(long patienceSeconds) {
    this.patienceSeconds = patienceSeconds;
  }

  /**
   * Notes one that was found busy.
   *
   * @param peer whose mailbox it is, for messages
   * @throws SyncException ({@code TEMPORARY}) if it has been for too long
   */
  void add(Guid128 guid, MailboxName name, String peer) throws SyncException {
    long now = System.nanoTime();
    long waited = now - since.computeIfAbsent(guid, first -> now);
    if (waited > TimeUnit.SECONDS.toNanos(patienceSeconds)) {
      throw new SyncException(
          Grade.TEMPORARY,
          "Locking mailbox "
              + name
              + " at "
              + peer
              + " failed: another sync has been at work in it for "
              + patienceSeconds
              + " seconds; run this one again when that is done");
    }
    busy.add(guid);
  }

  /** Those that are to be offered again now; waits a while if there are any. */
  List<Guid128> takeAll() throws SyncException {
    List<Guid128> all = busy;
    busy = new ArrayList<>();
    if (!all.isEmpty()) {
      pause();
    }
    return all;
  }

  /** By chance, lest two syncs that keep each other out go on like that. */
  private void pause() throws SyncException {
    long longest = (long) FIRST_PAUSE_MILLIS << Math.min(pauses++, MAX_DOUBLINGS);
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(longest));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncException(Grade.TEMPORARY, "Interrupted while waiting for another sync", e);
    }
  }
}
