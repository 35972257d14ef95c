package dev.dovetail.cli;

import dev.dovetail.cli.output.TextSink;
import dev.dovetail.failure.SyncException;
import dev.dovetail.replicator.control.ControlClient;
import dev.dovetail.replicator.control.ControlRequest;
import dev.dovetail.replicator.control.UserRow;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code status --check} says, of our replicator and of Dovecot's.
 *
 * @param exitCode 0: all is well; 1: some users fail; 2: all do, or nobody answers
 */
record ReplicatorCheck(int exitCode, String line) {
  private static final int MOST_NAMES = 5;

  static ReplicatorCheck noAnswer(SyncException failure) {
    return new ReplicatorCheck(2, "CRITICAL: no replicator: " + failure.getMessage());
  }

  static ReplicatorCheck of(ControlClient client, String mask) {
    List<UserRow> users = new ArrayList<>();
    try {
      client.list(
          new ControlRequest.Users(mask), line -> UserRow.parse(line).ifPresent(users::add));
    } catch (SyncException e) {
      return noAnswer(e);
    }
    return of(users);
  }

  static ReplicatorCheck of(List<UserRow> users) {
    List<String> failed =
        users.stream().filter(UserRow::failed).map(UserRow::user).sorted().toList();
    long behind = users.stream().filter(user -> !user.priority().equals("none")).count();
    if (failed.isEmpty()) {
      return new ReplicatorCheck(
          0, "OK: " + users.size() + " users, none fails, " + behind + " wait for a sync");
    }
    boolean all = failed.size() == users.size();
    String names = String.join(", ", failed.subList(0, Math.min(failed.size(), MOST_NAMES)));
    return new ReplicatorCheck(
        all ? 2 : 1,
        (all ? "CRITICAL: " : "WARNING: ")
            + failed.size()
            + " of "
            + users.size()
            + " users fail: "
            + names
            + (failed.size() > MOST_NAMES ? ", ..." : ""));
  }

  int print(Invocation run) {
    new TextSink(run.out()).write(line.replaceAll("\\p{Cntrl}", "?") + "\n");
    return exitCode;
  }
}
