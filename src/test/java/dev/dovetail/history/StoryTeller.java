package dev.dovetail.history;

import dev.dovetail.history.Replica.Mailbox;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Invents the next step from what is there. */
final class StoryTeller {
  private static final List<String> FLAGS = List.of("\\Seen", "\\Flagged", "\\Deleted", "k1", "k2");
  private static final List<String> NAMES = List.of("A", "B", "C", "A/x", "B/x", "A/x/y");

  private final Random random;
  private final Play play;
  private int mails;

  StoryTeller(Random random, Play play) {
    this.random = random;
    this.play = play;
  }

  /** A step that has a good chance to be possible. */
  Step next() throws IOException {
    String who = random.nextBoolean() ? "a" : "b";
    Replica replica = play.end(who);
    int kind = random.nextInt(60);
    if (kind < 10) {
      return Step.of(who + sync());
    } else if (kind < 13) {
      return Step.of("wait");
    } else if (kind < 24) {
      return tree(who, replica);
    }
    Map<String, Mailbox> mailboxes = replica.mailboxes();
    if (mailboxes.isEmpty()) {
      return Step.of(who + " create INBOX");
    }
    String mailbox = any(new ArrayList<>(mailboxes.keySet()));
    List<String> here = mailboxes.get(mailbox).mails();
    if (kind < 36 || here.isEmpty()) {
      return Step.of(who + " deliver " + mailbox + " " + newMail());
    } else if (kind < 38 && !replica.damages().isEmpty()) {
      String what = any(replica.damages().stream().sorted().toList());
      return Step.of(who + " lose " + what + " " + mailbox);
    }
    String where = " " + mailbox + " " + any(here);
    String target = any(new ArrayList<>(mailboxes.keySet()));
    return Step.of(
        who
            + switch (kind) {
              case 36, 37, 38, 39 -> " copy" + where + " " + target + " " + newMail();
              case 40, 41 -> " move" + where + " " + target + " " + newMail();
              case 42 -> " link" + where + " " + target;
              case 43, 44, 45, 46, 47, 48 -> " expunge" + where;
              case 49 -> " vanish" + where;
              case 50 -> " notice" + where;
              case 51, 52, 53 -> " unflag" + where + " " + any(FLAGS);
              default -> " flag" + where + " " + any(FLAGS);
            });
  }

  private Step tree(String who, Replica replica) throws IOException {
    String name = any(NAMES);
    List<String> existing = new ArrayList<>(replica.mailboxes().keySet());
    existing.remove("INBOX");
    int kind = random.nextInt(existing.isEmpty() ? 4 : 11);
    return Step.of(
        who
            + switch (kind) {
              case 0, 1 -> " create " + name;
              case 2 -> " subscribe " + name;
              case 3 -> " unsubscribe " + name;
              case 4, 5 -> " delete " + any(existing);
              case 6 -> " create " + name;
              default -> " rename " + any(existing) + " " + name;
            });
  }

  private String sync() {
    StringBuilder sync = new StringBuilder(" sync");
    switch (random.nextInt(6)) {
      case 0 -> sync.append(" full");
      case 1, 2 -> sync.append(" state");
      default -> {}
    }
    switch (random.nextInt(12)) {
      case 0 -> sync.append(" backup");
      case 1, 2 -> sync.append(" add");
      default -> {}
    }
    if (random.nextBoolean()) {
      sync.append(sync.indexOf("backup") > 0 || sync.indexOf("add") > 0 ? " from" : "");
    }
    switch (random.nextInt(8)) {
      case 0 -> sync.append(" cut=up:").append(bytes());
      case 1 -> sync.append(" cut=down:").append(bytes());
      case 2 -> sync.append(" die=a:").append(1 + random.nextInt(12)).append(afterIt());
      case 3 -> sync.append(" die=b:").append(1 + random.nextInt(12)).append(afterIt());
      default -> {}
    }
    return sync.toString();
  }

  private int bytes() {
    return 200 + random.nextInt(3000);
  }

  private String afterIt() {
    return random.nextBoolean() ? "+" : "";
  }

  private String newMail() {
    return "m" + ++mails;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
