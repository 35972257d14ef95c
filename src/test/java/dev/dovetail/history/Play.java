package dev.dovetail.history;

import dev.dovetail.brain.Direction;
import dev.dovetail.failure.SyncException;
import dev.dovetail.history.Replica.Mailbox;
import dev.dovetail.mail.Guid128;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Acts a story on two replicas, and looks in the end whether the promises were kept. */
public final class Play {
  private static final int RUNS = 3;

  private final Replica a;
  private final Replica b;
  private final Line line;
  private final boolean bothBegin;
  private final Promises promises = new Promises();
  private final Map<Replica, String> states = new HashMap<>();

  public Play(Replica a, Replica b, Line line) {
    this(a, b, line, true);
  }

  /**
   * @param bothBegin whether {@code b} may be the initiator, too
   */
  public Play(Replica a, Replica b, Line line, boolean bothBegin) {
    this.a = a;
    this.b = b;
    this.line = line;
    this.bothBegin = bothBegin;
  }

  Replica end(String name) {
    return name.equals("a") ? a : b;
  }

  private Replica other(Replica replica) {
    return replica == a ? b : a;
  }

  /** Does one step; returns whether it was possible. */
  boolean act(Step step) throws IOException {
    if (step.verb().equals("wait")) {
      a.await();
      b.await();
      return true;
    }
    Replica replica = end(step.end());
    try {
      return switch (step.verb()) {
        case "deliver", "copy", "link", "move", "flag", "unflag", "expunge", "vanish", "notice" ->
            mail(replica, step);
        case "sync" -> {
          boolean possible = (bothBegin || replica == a) && line.allows(replica, direction(step));
          if (possible) {
            sync(replica, step);
          }
          yield possible;
        }
        case "lose" -> lose(replica, step.argument(0), step.argument(1));
        default -> tree(replica, step);
      };
    } catch (SyncException e) {
      if (step.verb().equals("sync")) {
        throw e;
      }
      // The user is told that this is not possible.
      return false;
    }
  }

  private boolean mail(Replica replica, Step step) throws IOException {
    Map<String, Mailbox> mailboxes = replica.mailboxes();
    Mailbox mailbox = mailboxes.get(step.argument(0));
    String name = step.argument(0);
    String mail = step.argument(1);
    if (mailbox == null || mailbox.mails().contains(mail) == step.verb().equals("deliver")) {
      return false;
    }
    switch (step.verb()) {
      case "deliver" -> {
        replica.deliver(name, mail);
        promises.added(mail, guidOf(replica, name));
      }
      case "copy", "link", "move" -> {
        return copy(replica, step, mailboxes.get(step.argument(2)));
      }
      case "flag", "unflag" -> {
        boolean set = step.verb().equals("flag");
        replica.flag(name, mail, step.argument(2), set);
        promises.flagged(mail, step.argument(2), set);
      }
      case "expunge" -> {
        replica.expunge(name, mail);
        promises.expunged(mail);
      }
      default -> {
        if (!isSafe(replica, name, List.of(mail))) {
          return false;
        }
        replica.vanish(name, mail, step.verb().equals("notice"));
        if (step.verb().equals("notice")) {
          // Its flags went with it.
          promises.forgetFlags(List.of(mail));
        }
      }
    }
    return true;
  }

  private static Guid128 guidOf(Replica replica, String mailbox) throws IOException {
    return replica.mailboxes().get(mailbox).guid();
  }

  private boolean copy(Replica replica, Step step, Mailbox target) throws IOException {
    String from = step.argument(0);
    String mail = step.argument(1);
    String to = step.argument(2);
    String copy = step.verb().equals("link") ? mail : step.argument(3);
    if (target == null || target.mails().contains(copy)) {
      return false;
    }
    replica.copy(from, mail, to, copy);
    if (copy.equals(mail)) {
      promises.linked(mail);
    } else {
      promises.added(copy, target.guid());
    }
    if (step.verb().equals("move")) {
      replica.expunge(from, mail);
      promises.expunged(mail);
    }
    return true;
  }

  private boolean tree(Replica replica, Step step) throws IOException {
    String name = step.argument(0);
    Map<String, Mailbox> mailboxes = replica.mailboxes();
    boolean exists = mailboxes.containsKey(name);
    switch (step.verb()) {
      case "create" -> {
        if (exists) {
          return false;
        }
        replica.create(name);
      }
      case "delete" -> {
        if (!exists || name.equals("INBOX")) {
          return false;
        }
        List<Mailbox> everywhere = new ArrayList<>(a.mailboxes().values());
        everywhere.addAll(b.mailboxes().values());
        replica.delete(name);
        promises.deleted(mailboxes.get(name).guid(), everywhere);
      }
      case "rename" -> {
        if (!exists || name.equals("INBOX") || mailboxes.containsKey(step.argument(1))) {
          return false;
        }
        replica.rename(name, step.argument(1));
      }
      case "subscribe" -> replica.subscribe(name, true);
      case "unsubscribe" -> replica.subscribe(name, false);
      default -> throw new IllegalArgumentException("No such step: " + step);
    }
    return true;
  }

  private boolean lose(Replica replica, String what, String name) throws IOException {
    Mailbox mailbox = replica.mailboxes().get(name);
    if (mailbox == null || !replica.mayLose(what, name)) {
      return false;
    }
    if (what.equals("mailbox") && !isSafe(replica, name, mailbox.mails())) {
      return false;
    }
    replica.lose(what, name);
    promises.forgetAllFlags();
    return true;
  }

  /** Nobody can bring back the only copy. */
  private boolean isSafe(Replica replica, String name, List<String> mails) throws IOException {
    Guid128 guid = replica.mailboxes().get(name).guid();
    if (promises.isDeleted(guid)) {
      return false;
    }
    for (Mailbox mailbox : other(replica).mailboxes().values()) {
      if (mailbox.guid().equals(guid)) {
        return mailbox.mails().containsAll(mails);
      }
    }
    return false;
  }

  private void sync(Replica initiator, Step step) throws IOException {
    Interruption interruption = Interruption.of(step);
    Direction direction = direction(step);
    boolean isRefused = false;
    if (direction == Direction.BACKUP || direction == Direction.REVERSE_BACKUP) {
      Replica source = direction == Direction.BACKUP ? initiator : other(initiator);
      isRefused = source.mailboxes().isEmpty();
      if (!isRefused) {
        promises.reducedTo(source.mailboxes().values());
      }
    }
    Optional<String> state =
        step.has("state") ? Optional.of(states.getOrDefault(initiator, "")) : Optional.empty();
    try {
      Line.Run run =
          line.sync(initiator, other(initiator), direction, step.has("full"), state, interruption);
      if (step.has("state")) {
        states.put(initiator, run.state());
      }
    } catch (IOException e) {
      if (!interruption.happens() && !isRefused) {
        throw new AssertionError(step + " failed: " + e, e);
      }
    }
  }

  private static Direction direction(Step step) {
    boolean reverse = step.has("from");
    if (step.has("add")) {
      return reverse ? Direction.ADD_FROM_REMOTE : Direction.ADD_TO_REMOTE;
    }
    if (step.has("backup")) {
      return reverse ? Direction.REVERSE_BACKUP : Direction.BACKUP;
    }
    return Direction.TWO_WAY;
  }

  /** Lets both come together undisturbed. */
  void end(boolean full) throws IOException {
    int runs = 0;
    do {
      a.await();
      b.await();
      settle(runs % 2 == 0 || !bothBegin ? a : b, full);
    } while (++runs < RUNS && !a.describe().equals(b.describe()));
    expectEqual("after " + runs + " runs");
    List<String> broken = promises.broken(a);
    if (!broken.isEmpty()) {
      throw new AssertionError("Promises broken: " + broken + "\n" + picture());
    }
    while (runs++ < RUNS) {
      settle(runs % 2 == 0 || !bothBegin ? a : b, full);
    }
    List<String> before = a.describe();
    Line.Run further = settle(a, full);
    expectEqual("after one more run");
    // A full sync commits in every mailbox, if only to say that nothing is new.
    if (!full && further.writes() > 0 || !a.describe().equals(before)) {
      throw new AssertionError("A further run changed something: " + further.writes() + picture());
    }
  }

  private Line.Run settle(Replica initiator, boolean full) {
    try {
      return line.sync(
          initiator,
          other(initiator),
          Direction.TWO_WAY,
          full,
          Optional.empty(),
          Interruption.NONE);
    } catch (IOException e) {
      throw new AssertionError("A final sync failed: " + e, e);
    }
  }

  private void expectEqual(String when) throws IOException {
    if (!a.describe().equals(b.describe())) {
      throw new AssertionError("Not equal " + when + "\n" + picture());
    }
  }

  private String picture() throws IOException {
    List<String> left = new ArrayList<>(a.describe());
    List<String> right = new ArrayList<>(b.describe());
    return "\na:\n" + String.join("\n", left) + "\nb:\n" + String.join("\n", right) + "\n";
  }
}
