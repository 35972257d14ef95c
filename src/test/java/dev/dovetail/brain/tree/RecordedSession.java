package dev.dovetail.brain.tree;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.storage.InMemoryStore;
import dev.dovetail.storage.ListedMailbox;
import dev.dovetail.storage.TestClock;
import dev.dovetail.wire.item.MailboxDeletes;
import dev.dovetail.wire.item.MailboxTreeNode;
import dev.dovetail.wire.item.MailboxTreeNode.Existence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A tree sync between two real Dovecots: what each sent, and what each had afterwards. The format
 * is described in the fixtures' README.
 */
final class RecordedSession {

  /** One end. */
  static final class Side {
    final List<MailboxTreeNode> nodes = new ArrayList<>();
    final TreeSet<String> mailboxesAfter = new TreeSet<>();
    final TreeSet<String> directoriesAfter = new TreeSet<>();
    final TreeSet<String> subscriptionsAfter = new TreeSet<>();
    MailboxDeletes deletes;

    /** A store that holds this side's tree as it was before. */
    InMemoryStore store() throws IOException {
      InMemoryStore store =
          new InMemoryStore("recorded", InMemoryStore.Layout.NESTED, new TestClock(1), 1);
      for (MailboxTreeNode node : nodes) {
        if (!node.mailboxGuid().isEmpty()) {
          store.createMailbox(node.name(), node.mailboxGuid(), node.uidValidity());
        } else if (node.existence() == Existence.EXISTS && !has(store, node.name())) {
          store.createDirectory(node.name());
        }
        store.setSubscribed(node.name(), node.subscribed(), 0);
      }
      return store;
    }

    private static boolean has(InMemoryStore store, MailboxName name) {
      return store.listMailboxes().stream().anyMatch(listed -> listed.name().equals(name));
    }
  }

  final String name;
  final Side local = new Side();
  final Side remote = new Side();

  private RecordedSession(String name) {
    this.name = name;
  }

  boolean isBackup() {
    return name.contains(" backup ");
  }

  boolean isReverse() {
    return name.contains(" -R ");
  }

  static List<RecordedSession> read(Path file) throws IOException {
    List<RecordedSession> sessions = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("case ")) {
        sessions.add(new RecordedSession(line));
      } else if (!line.isEmpty()) {
        sessions.get(sessions.size() - 1).read(line);
      }
    }
    return sessions;
  }

  private void read(String line) {
    String[] words = line.split(" ", 3);
    Side side = words[0].endsWith("local") ? local : remote;
    switch (words[1]) {
      case "N" -> side.nodes.add(node(words[2].split("\\|")));
      case "D" -> side.deletes = deletes(words[2].split("\\|"));
      case "box" -> side.mailboxesAfter.add(words[2].replace('|', ' '));
      case "dir" -> side.directoriesAfter.add(words[2]);
      case "sub" -> side.subscriptionsAfter.add(words[2]);
      default -> throw new IllegalArgumentException(line);
    }
  }

  private static MailboxTreeNode node(String[] fields) {
    return new MailboxTreeNode(
        MailboxName.split(fields[0], '/'),
        fields[1].equals("y") ? Existence.EXISTS : Existence.NONEXISTENT,
        fields[2].equals("-") ? Guid128.EMPTY : Guid128.parse(fields[2]),
        number(fields[3]),
        number(fields[4]),
        number(fields[5]),
        fields[6].equals("+"),
        number(fields[7]));
  }

  private static long number(String field) {
    return field.equals("-") ? 0 : Long.parseLong(field);
  }

  private static MailboxDeletes deletes(String[] fields) {
    return new MailboxDeletes(
        fields[0].charAt(0),
        fields[1],
        deleteList(fields[2]),
        deleteList(fields[3]),
        deleteList(fields[4]));
  }

  private static List<MailboxDeletes.Delete> deleteList(String field) {
    List<MailboxDeletes.Delete> list = new ArrayList<>();
    String[] words = field.equals("-") ? new String[0] : field.split(" ");
    for (int i = 0; i < words.length; i += 2) {
      list.add(new MailboxDeletes.Delete(Guid128.parse(words[i]), Long.parseLong(words[i + 1])));
    }
    return list;
  }

  static TreeSet<String> mailboxes(InMemoryStore store) {
    TreeSet<String> found = new TreeSet<>();
    for (ListedMailbox listed : store.listMailboxes()) {
      if (!listed.isDirectory()) {
        found.add(listed.name() + " " + listed.guid());
      }
    }
    return found;
  }

  static TreeSet<String> subscriptions(InMemoryStore store) {
    TreeSet<String> found = new TreeSet<>();
    store.subscriptions().forEach(subscribed -> found.add(subscribed.toString()));
    return found;
  }
}
