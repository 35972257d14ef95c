package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A user of a Dovecot instance, seen and changed through the real doveadm. */
record Account(DovecotInstance dovecot, String user, Path home, Path configuration) {
  private static final AtomicInteger MAILS = new AtomicInteger();
  private static final Instant FIRST_RECEIVED = Instant.parse("2026-03-01T08:00:00Z");

  /** The same account, seen with another configuration. */
  Account with(Path other) {
    return new Account(dovecot, user, home, other);
  }

  Path maildir() {
    return home.resolve("Maildir");
  }

  /**
   * Runs {@code doveadm COMMAND -u USER ARGUMENTS}; the command's words and the arguments are split
   * at single blanks.
   */
  Command.Result doveadm(String command, String... arguments)
      throws IOException, InterruptedException {
    return doveadm(new byte[0], command, arguments);
  }

  Command.Result doveadm(byte[] input, String command, String... arguments)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.add("-u");
    words.add(user);
    words.addAll(List.of(arguments));
    return dovecot.doveadm(configuration, input, words);
  }

  /** The same, and it must succeed in silence. */
  String run(String command, String... arguments) throws IOException, InterruptedException {
    Command.Result result = doveadm(command, arguments).succeeded();
    assertThat(result.errors()).as(result.toString()).isEmpty();
    return result.text();
  }

  void create(String... mailboxes) throws IOException, InterruptedException {
    run("mailbox create", mailboxes);
  }

  /** Saves a small mail through doveadm; returns what it says. */
  String save(String mailbox, String subject) throws IOException, InterruptedException {
    String text = text(subject);
    save(mailbox, text.getBytes(StandardCharsets.UTF_8));
    return text;
  }

  void save(String mailbox, byte[] mail) throws IOException, InterruptedException {
    Command.Result result = doveadm(mail, "save", "-m", mailbox).succeeded();
    assertThat(result.errors()).as(result.toString()).isEmpty();
  }

  /**
   * Puts a mail into the INBOX as a delivering program would, with a base name and flags of our
   * choice; the base name becomes its GUID.
   */
  Path deliver(String baseName, String flags, byte[] mail) throws IOException {
    return deliverInto(maildir(), baseName, flags, mail);
  }

  Path deliverInto(Path folder, String baseName, String flags, byte[] mail) throws IOException {
    for (String part : List.of("tmp", "new", "cur")) {
      Files.createDirectories(folder.resolve(part));
      dovecot.owner().own(folder.resolve(part));
    }
    dovecot.owner().own(folder);
    dovecot.owner().own(maildir());
    Path draft = folder.resolve("tmp").resolve(baseName);
    Files.write(draft, mail);
    Files.setLastModifiedTime(
        draft, FileTime.from(FIRST_RECEIVED.plusSeconds(60L * MAILS.incrementAndGet())));
    dovecot.owner().own(draft);
    return Files.move(draft, folder.resolve("cur").resolve(baseName + ":2," + flags));
  }

  static String text(String subject) {
    return "From: Ada <ada@example.org>\nTo: jane@example.com\nSubject: "
        + subject
        + "\nDate: Mon, 02 Mar 2026 10:00:00 +0100\nMessage-ID: <"
        + MAILS.incrementAndGet()
        + "@example.org>\n\nThis is about "
        + subject
        + ".\n";
  }

  /** One value of {@code doveadm mailbox status}, such as {@code guid} or {@code uidnext}. */
  String status(String field, String mailbox) throws IOException, InterruptedException {
    String line = run("mailbox status", field, mailbox).strip();
    return line.substring(line.lastIndexOf('=') + 1);
  }

  /** The UIDs of a mailbox, in order, blank-separated. */
  String uids(String mailbox) throws IOException, InterruptedException {
    String text = run("fetch", "uid", "mailbox", mailbox);
    return text.replace("\f", "").replace("uid: ", "").replaceAll("\\s+", " ").strip();
  }

  StoreSnapshot snapshot() throws IOException, InterruptedException {
    return StoreSnapshot.of(this);
  }

  ImapSession imap() throws IOException {
    return ImapSession.logIn(dovecot.imapPort(), user, "secret");
  }

  /** Mailbox, UID and GUID of each mail, by subject. */
  Map<String, List<String>> places() throws IOException, InterruptedException {
    Map<String, List<String>> places = new TreeMap<>();
    run("-f tab fetch", "hdr.subject mailbox uid guid", "mailbox", "*")
        .lines()
        .filter(line -> line.startsWith("mail-"))
        .map(line -> line.split("\t", 2))
        .forEach(
            fields -> places.computeIfAbsent(fields[0], k -> new ArrayList<>()).add(fields[1]));
    return places;
  }
}
