package dev.dovetail.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Two accounts that have much to tell each other. A sync saves, copies, flags, expunges, renumbers
 * and restores mails, and creates, renames, deletes and subscribes mailboxes, at both ends.
 */
record EventfulPast(Account left, Account right) {
  private static final String PAST = "dovetail-past";

  static EventfulPast write(DovecotInstance dovecot, Path configuration, Dovetail dovetail)
      throws IOException, InterruptedException {
    EventfulPast story =
        new EventfulPast(dovecot.newAccount(configuration), dovecot.newAccount(configuration));
    story.writeCommonPast();
    new Stage(Pairing.OURS_TO_OURS, dovetail, story.left, story.right).settle();
    story.changeLeft();
    story.changeRight();
    return story;
  }

  private void writeCommonPast() throws IOException, InterruptedException {
    for (int mail = 1; mail <= 5; mail++) {
      left.save("INBOX", "past " + mail);
    }
    left.run("flags add", PAST, "mailbox", "INBOX", "uid", "1");
    for (String mailbox : List.of("Work", "Old", "Project", "Project/Part")) {
      left.create(mailbox);
      left.save(mailbox, mailbox + " 1");
      left.save(mailbox, mailbox + " 2");
    }
    left.run("mailbox subscribe", "Work");
    left.run("mailbox subscribe", "Old");
  }

  private void changeLeft() throws IOException, InterruptedException {
    left.save("INBOX", "new on the left 1");
    left.save("INBOX", "new on the left 2");
    left.run("flags add", "\\Seen dovetail-left", "mailbox", "INBOX", "uid", "1");
    left.run("expunge", "mailbox", "INBOX", "uid", "3");
    left.run("copy", "Work", "mailbox", "INBOX", "uid", "2");
    left.run("mailbox rename", "Project", "Projects/Alpha");
    left.create("New on the left");
    left.save("New on the left", "first");
    left.run("mailbox subscribe", "New on the left");
  }

  private void changeRight() throws IOException, InterruptedException {
    right.save("INBOX", "new on the right 1");
    right.save("INBOX", "new on the right 2");
    right.run("flags add", "\\Flagged dovetail-right", "mailbox", "INBOX", "uid", "2");
    right.run("flags remove", PAST, "mailbox", "INBOX", "uid", "1");
    right.run("expunge", "mailbox", "INBOX", "uid", "4");
    right.run("expunge", "mailbox", "Work", "uid", "1");
    right.run("mailbox delete", "Old");
    right.run("mailbox unsubscribe", "Work");
    right.create("New on the right");
    right.save("New on the right", "first");
    right.save("New on the right", "second");
    loseFirstMail(right, ".Project.Part");
  }

  /** Somebody removes a file, and Dovecot notices. */
  private static void loseFirstMail(Account account, String mailbox)
      throws IOException, InterruptedException {
    List<Path> mails = new ArrayList<>();
    for (String directory : List.of("new", "cur")) {
      try (var entries = Files.list(account.maildir().resolve(mailbox).resolve(directory))) {
        entries.forEach(mails::add);
      }
    }
    mails.sort(Comparator.comparing(path -> path.getFileName().toString()));
    Files.delete(mails.get(0));
    account.doveadm("fetch", "uid", "all");
  }
}
