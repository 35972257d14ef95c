package dev.dovetail.interop;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.history.MaildirFiles;
import dev.dovetail.history.Replica;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A replica that only the real Dovecot touches, except for deliveries. */
final class DovecotReplica implements Replica {
  private final Account account;
  private final MaildirFiles files;

  DovecotReplica(Account account) {
    this.account = account;
    this.files = new MaildirFiles(account.maildir());
  }

  Account account() {
    return account;
  }

  private String doveadm(String command, String... arguments) throws IOException {
    try {
      Command.Result result = account.doveadm(command, arguments);
      if (result.exit() != 0 && !isGhost(result)) {
        throw new SyncException(Grade.NOT_POSSIBLE, result.toString());
      }
      return result.text();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Dovecot's list index goes on showing a parent that it has deleted itself; its status fails. It
   * may warn of other things besides.
   */
  private static boolean isGhost(Command.Result result) {
    List<String> errors =
        result.errors().lines().filter(line -> !line.contains(": Warning: ")).toList();
    return !errors.isEmpty()
        && errors.stream().allMatch(line -> line.contains(": Mailbox doesn't exist: "));
  }

  @Override
  public Map<String, Mailbox> mailboxes() throws IOException {
    return files.mailboxes();
  }

  @Override
  public void deliver(String mailbox, String mail) throws IOException {
    Path file = files.deliver(mailbox, mail, mail);
    account.dovecot().owner().own(file);
  }

  /** Dovecot's copies in a Maildir are hard links, and keep the GUID. */
  @Override
  public void copy(String from, String mail, String to, String copy) throws IOException {
    if (!copy.equals(mail)) {
      throw new SyncException(Grade.NOT_POSSIBLE, "A copy that is another mail");
    }
    doveadm("copy", to, "mailbox", from, "guid", files.guidOf(from, mail));
  }

  @Override
  public void flag(String mailbox, String mail, String flag, boolean set) throws IOException {
    doveadm(
        set ? "flags add" : "flags remove",
        flag,
        "mailbox",
        mailbox,
        "guid",
        files.guidOf(mailbox, mail));
  }

  @Override
  public void expunge(String mailbox, String mail) throws IOException {
    doveadm("expunge", "mailbox", mailbox, "guid", files.guidOf(mailbox, mail));
  }

  @Override
  public void create(String mailbox) throws IOException {
    // INBOX is made when it is first looked at.
    if (mailbox.equals("INBOX")) {
      doveadm("mailbox status", "uidnext", mailbox);
    } else {
      doveadm("mailbox create", mailbox);
    }
  }

  @Override
  public void delete(String mailbox) throws IOException {
    doveadm("mailbox delete", mailbox);
  }

  /**
   * A mailbox that Dovecot moves below itself lands one level deeper, and its list index shows the
   * old names as well; two Dovecots cannot be synced then either.
   */
  @Override
  public void rename(String from, String to) throws IOException {
    if (to.startsWith(from + "/")) {
      throw new SyncException(Grade.NOT_POSSIBLE, "Dovecot breaks what it moves below itself");
    }
    doveadm("mailbox rename", from, to);
  }

  @Override
  public void subscribe(String mailbox, boolean subscribed) throws IOException {
    doveadm(subscribed ? "mailbox subscribe" : "mailbox unsubscribe", mailbox);
  }

  @Override
  public void vanish(String mailbox, String mail, boolean noticed) throws IOException {
    throw new SyncException(Grade.NOT_POSSIBLE, "Dovecot takes what vanishes for expunged");
  }

  @Override
  public Set<String> damages() {
    return Set.of();
  }

  @Override
  public boolean mayLose(String what, String mailbox) {
    return false;
  }

  @Override
  public void lose(String what, String mailbox) {
    throw new IllegalStateException("Dovecot takes what is lost for expunged");
  }

  @Override
  public void await() {}

  /** In the words of {@code MaildirReplica}. */
  @Override
  public List<String> describe() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String name : rows(doveadm("-f tab mailbox list", "-s"))) {
      lines.add("subscribed " + name);
    }
    for (String row : rows(doveadm("-f tab mailbox status", "guid uidvalidity uidnext", "*"))) {
      String[] column = row.split("\t");
      lines.add("%s: %s validity %s next %s".formatted((Object[]) statusOf(column)));
    }
    String fields = "mailbox uid guid flags date.received.unixtime hdr.subject";
    for (String row : rows(doveadm("-f tab fetch", fields, "ALL"))) {
      String[] column = row.split("\t");
      lines.add(
          "%s: %06d %s %s %s Subject: %s"
              .formatted(
                  column[0],
                  Integer.parseInt(column[1]),
                  column[2],
                  flags(column[3]),
                  column[4],
                  column[5]));
    }
    lines.sort(null);
    return lines;
  }

  /** Dovecot prints the values in an order of its own. */
  private static String[] statusOf(String[] column) {
    return new String[] {column[0], column[3], column[2], column[1]};
  }

  private static List<String> rows(String table) {
    return table.lines().skip(1).toList();
  }

  private static Set<String> flags(String text) {
    Set<String> flags = new TreeSet<>(List.of(text.split(" ")));
    flags.remove("\\Recent");
    flags.remove("");
    return flags;
  }

  @Override
  public Set<String> flagsOf(String mail) throws IOException {
    Set<String> flags = new TreeSet<>();
    for (Map.Entry<String, Mailbox> mailbox : mailboxes().entrySet()) {
      if (mailbox.getValue().mails().contains(mail)) {
        String guid = files.guidOf(mailbox.getKey(), mail);
        String found = doveadm("-f tab fetch", "flags", "mailbox", mailbox.getKey(), "guid", guid);
        rows(found).forEach(row -> flags.addAll(flags(row)));
      }
    }
    return flags;
  }
}
