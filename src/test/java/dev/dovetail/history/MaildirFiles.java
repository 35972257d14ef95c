package dev.dovetail.history;

import dev.dovetail.history.Replica.Mailbox;
import dev.dovetail.mail.Guid128;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Maildir++ tree as a stranger to it sees and changes it: by its files alone. */
public final class MaildirFiles {
  private static final Pattern NAME = Pattern.compile("\\d+\\.(m\\d+)\\.story.*");
  private static final Pattern LINE = Pattern.compile("\\d+ (?:.* )?G(\\S+)(?: .*)? :(.*)");
  private static final Pattern MAILBOX_GUID = Pattern.compile("3 .*\\bG([0-9a-f]{32}).*");
  private static final long FIRST_SECOND = 1_700_000_000;
  private static final String LIST = "dovecot-uidlist";

  private final Path root;

  public MaildirFiles(Path root) {
    this.root = root;
  }

  public Path root() {
    return root;
  }

  public Path directory(String mailbox) {
    return mailbox.equals("INBOX") ? root : root.resolve("." + mailbox.replace('/', '.'));
  }

  public Map<String, Mailbox> mailboxes() throws IOException {
    Map<String, Mailbox> mailboxes = new TreeMap<>();
    if (!Files.isDirectory(root)) {
      return mailboxes;
    }
    for (Path directory : list(root)) {
      String name = directory.getFileName().toString();
      if (name.startsWith(".") && Files.isDirectory(directory.resolve("cur"))) {
        mailboxes.put(name.substring(1).replace('.', '/'), mailbox(directory));
      }
    }
    if (Files.isDirectory(root.resolve("cur"))) {
      mailboxes.put("INBOX", mailbox(root));
    }
    return mailboxes;
  }

  private Mailbox mailbox(Path directory) throws IOException {
    List<String> mails = new ArrayList<>();
    for (String guid : guids(directory).keySet()) {
      mails.add(nameOf(guid));
    }
    return new Mailbox(mailboxGuid(directory), mails);
  }

  private static Guid128 mailboxGuid(Path directory) throws IOException {
    Path list = directory.resolve(LIST);
    if (Files.exists(list)) {
      Matcher header = MAILBOX_GUID.matcher(lines(list).get(0));
      if (header.matches()) {
        return Guid128.parse(header.group(1));
      }
    }
    return Guid128.EMPTY;
  }

  /** The files by their mails' GUIDs. */
  public Map<String, Path> guids(Path directory) throws IOException {
    Map<String, String> byBase = guidFields(directory);
    Map<String, Path> files = new TreeMap<>();
    for (String part : List.of("new", "cur")) {
      for (Path file : list(directory.resolve(part))) {
        String base = file.getFileName().toString().split(":")[0];
        files.put(byBase.getOrDefault(base, base), file);
      }
    }
    return files;
  }

  private static Map<String, String> guidFields(Path directory) throws IOException {
    Map<String, String> byBase = new HashMap<>();
    if (Files.exists(directory.resolve(LIST))) {
      for (String line : lines(directory.resolve(LIST))) {
        Matcher entry = LINE.matcher(line);
        if (entry.matches()) {
          byBase.put(entry.group(2).split(":")[0], entry.group(1));
        }
      }
    }
    return byBase;
  }

  String nameOf(String guid) {
    Matcher own = NAME.matcher(guid);
    return own.matches() ? own.group(1) : guid;
  }

  /** The GUID of a mail that is there. */
  public String guidOf(String mailbox, String mail) throws IOException {
    for (String guid : guids(directory(mailbox)).keySet()) {
      if (nameOf(guid).equals(mail)) {
        return guid;
      }
    }
    throw new IllegalArgumentException("No " + mail + " in " + mailbox);
  }

  /** Delivers as a program does that knows nothing of indexes. */
  public Path deliver(String mailbox, String mail, String body) throws IOException {
    int number = Integer.parseInt(mail.substring(1));
    String text = "Subject: " + body + "\n\nBody of " + body + ".\n";
    String name =
        (FIRST_SECOND + number)
            + "."
            + mail
            + ".story,S="
            + text.length()
            + ",W="
            + (text.length() + 3);
    Path directory = directory(mailbox);
    Path draft = Files.writeString(directory.resolve("tmp").resolve(name), text);
    Files.setLastModifiedTime(draft, FileTime.fromMillis((FIRST_SECOND + number) * 1000L));
    return Files.move(draft, directory.resolve("new").resolve(name));
  }

  public void vanish(String mailbox, String mail) throws IOException {
    Files.delete(guids(directory(mailbox)).get(guidOf(mailbox, mail)));
  }

  /** Without its uidlist a mail keeps only the GUID that its file name is. */
  public boolean namesSayGuids(String mailbox) throws IOException {
    return guidFields(directory(mailbox)).isEmpty();
  }

  /** Removes an index with its log, a uidlist, a list of keywords, a mailbox. */
  public void lose(String what, String mailbox) throws IOException {
    Path directory = directory(mailbox);
    switch (what) {
      case "index" -> removeNamed(directory, "dovecot.index");
      case "snapshot" -> Files.deleteIfExists(directory.resolve("dovecot.index"));
      case "uidlist" -> Files.deleteIfExists(directory.resolve(LIST));
      case "keywords" -> Files.deleteIfExists(directory.resolve("dovecot-keywords"));
      case "control" -> removeNamed(directory, "dovecot");
      case "tree-log" -> removeNamed(root, "dovecot.mailbox.log");
      case "mailbox" -> removeMailbox(directory);
      default -> throw new IllegalArgumentException(what);
    }
  }

  private void removeMailbox(Path directory) throws IOException {
    if (!directory.equals(root)) {
      removeTree(directory);
      return;
    }
    for (String part : List.of("cur", "new", "tmp")) {
      removeTree(root.resolve(part));
    }
    for (String part : List.of("dovecot.index", LIST, "dovecot-keywords")) {
      removeNamed(root, part);
    }
  }

  private static void removeNamed(Path directory, String prefix) throws IOException {
    for (Path file : list(directory)) {
      String name = file.getFileName().toString();
      if (name.startsWith(prefix) && Files.isRegularFile(file)) {
        Files.delete(file);
      }
    }
  }

  static void removeTree(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
  }
}
