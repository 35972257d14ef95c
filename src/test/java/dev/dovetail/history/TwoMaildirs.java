package dev.dovetail.history;

import dev.dovetail.brain.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Two small Maildirs that know each other, with changes on both sides that wait for a sync. */
final class TwoMaildirs {
  private static final List<String> MAILBOXES = List.of("INBOX", "Work", "Empty");

  final MaildirReplica a;
  final MaildirReplica b;
  private final Path home;

  /** Below a directory that has them already. */
  TwoMaildirs(Path directory) {
    home = directory.resolve("a");
    a = new MaildirReplica(home, 1);
    b = new MaildirReplica(directory.resolve("b"), 2);
  }

  static TwoMaildirs create(Path directory) throws IOException {
    Files.createDirectories(directory.resolve("a"));
    Files.createDirectories(directory.resolve("b"));
    TwoMaildirs stores = new TwoMaildirs(directory);
    stores.fill();
    return stores;
  }

  private void fill() throws IOException {
    for (String mailbox : MAILBOXES) {
      a.create(mailbox);
    }
    a.subscribe("Work", true);
    for (int i = 1; i <= 6; i++) {
      a.deliver(i % 3 == 0 ? "Work" : "INBOX", "m" + i);
    }
    sync(new OurLine());
    a.flag("INBOX", "m1", "\\Seen", true);
    a.flag("INBOX", "m2", "kw", true);
    b.expunge("INBOX", "m4");
    sync(new OurLine());
    sync(new OurLine());
    a.deliver("INBOX", "m7");
    b.deliver("INBOX", "m8");
    b.deliver("Work", "m9");
    a.flag("Work", "m3", "\\Flagged", true);
    b.flag("INBOX", "m5", "\\Answered", true);
  }

  /** Others, which are the same. */
  TwoMaildirs copyTo(Path directory) throws IOException {
    Path from = home.getParent();
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(
            path, directory.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return new TwoMaildirs(directory);
  }

  Path root() {
    return home.resolve("Maildir");
  }

  void sync(Line line) throws IOException {
    line.sync(a, b, Direction.TWO_WAY, false, Optional.empty(), Interruption.NONE);
  }

  /** The first line of each mail on each side by mailbox, as the files have it. */
  static Map<String, List<String>> mails(MaildirReplica replica) throws IOException {
    Map<String, List<String>> mails = new TreeMap<>();
    for (String mailbox : MAILBOXES) {
      List<String> found = mails.computeIfAbsent(mailbox, name -> new ArrayList<>());
      for (String part : List.of("new", "cur")) {
        Path directory = replica.directory(mailbox).resolve(part);
        if (Files.isDirectory(directory)) {
          try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
              found.add(Files.readAllLines(file).get(0));
            }
          }
        }
      }
    }
    return mails;
  }

  /** Of the mails that are wanted those that a side lacks. */
  List<String> missing(Map<String, List<String>> wanted) throws IOException {
    List<String> missing = new ArrayList<>();
    for (MaildirReplica side : List.of(a, b)) {
      Map<String, List<String>> present = mails(side);
      for (Map.Entry<String, List<String>> mailbox : wanted.entrySet()) {
        for (String mail : mailbox.getValue()) {
          if (!present.get(mailbox.getKey()).contains(mail)) {
            missing.add((side == a ? "a: " : "b: ") + mailbox.getKey() + ": " + mail);
          }
        }
      }
    }
    return missing;
  }

  /** What both sides are to have after a sync. */
  Map<String, List<String>> union() throws IOException {
    Map<String, List<String>> union = mails(a);
    mails(b)
        .forEach(
            (mailbox, mails) ->
                mails.stream()
                    .filter(mail -> !union.get(mailbox).contains(mail))
                    .forEach(union.get(mailbox)::add));
    return union;
  }
}
