package dev.dovetail.replicator.control;

import dev.dovetail.replicator.Priority;
import dev.dovetail.replicator.QueueEntry;
import dev.dovetail.replicator.QueueStatus;
import java.util.Collection;

/** How many users wait for what (doveadm-interfaces 1.10, 4.4). */
record QueueSummary(int sync, int high, int low, int failed, int full, int waiting, int known) {

  static QueueSummary of(Collection<QueueStatus> users, long now) {
    int[] byPriority = new int[Priority.values().length];
    int failed = 0;
    int full = 0;
    int waiting = 0;
    for (QueueStatus status : users) {
      QueueEntry entry = status.entry();
      boolean due = status.due() <= now && !status.running();
      boolean idle = entry.priority() == Priority.NONE;
      byPriority[entry.priority().ordinal()]++;
      failed += idle && due && entry.failed() ? 1 : 0;
      full += idle && due && !entry.failed() ? 1 : 0;
      waiting += entry.failed() && !due ? 1 : 0;
    }
    return new QueueSummary(
        byPriority[Priority.SYNC.ordinal()],
        byPriority[Priority.HIGH.ordinal()],
        byPriority[Priority.LOW.ordinal()],
        failed,
        full,
        waiting,
        users.size());
  }

  String lines() {
    return "Queued 'sync' requests\t"
        + sync
        + "\nQueued 'high' requests\t"
        + high
        + "\nQueued 'low' requests\t"
        + low
        + "\nQueued 'failed' requests\t"
        + failed
        + "\nQueued 'full resync' requests\t"
        + full
        + "\nWaiting 'failed' requests\t"
        + waiting
        + "\nTotal number of known users\t"
        + known
        + "\n";
  }
}
