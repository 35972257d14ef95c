package dev.dovetail.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All of an account that two replicas must have in common, as the real doveadm tells it: one line
 * for each mailbox, subscription and mail.
 *
 * @param lines sorted by mailbox and UID
 */
record StoreSnapshot(List<String> lines) {
  private static final String FIELDS = "uid guid flags date.received size.virtual size.physical";
  private static final Pattern MAIL =
      Pattern.compile(
          "uid: (\\d+)\nguid: (.*)\nflags: (.*)\ndate\\.received: (.*)\n"
              + "size\\.virtual: (\\d+)\nsize\\.physical: (\\d+)\ntext:\n");

  static StoreSnapshot of(Account account) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    for (String name : sorted(account.run("-f tab mailbox list"))) {
      lines.add("mailbox " + name);
    }
    for (String name : sorted(account.run("-f tab mailbox list", "-s"))) {
      lines.add("subscribed " + name);
    }
    String status = "messages uidnext uidvalidity guid";
    for (String line : sorted(account.run("-f tab mailbox status", status, "*"))) {
      String[] columns = line.split("\t");
      lines.add(
          columns[0]
              + ": messages="
              + columns[1]
              + " uidnext="
              + columns[2]
              + " uidvalidity="
              + columns[3]
              + " guid="
              + columns[4]);
      if (!columns[1].equals("0")) {
        addMails(account, columns[0], Integer.parseInt(columns[1]), lines);
      }
    }
    return new StoreSnapshot(List.copyOf(lines));
  }

  /** The lines for the mails of one mailbox. */
  List<String> mails(String mailbox) {
    return lines.stream().filter(line -> line.startsWith(mailbox + ": uid=")).toList();
  }

  /** What stands here and not there, each line marked. */
  static List<String> differences(StoreSnapshot left, StoreSnapshot right) {
    List<String> found = new ArrayList<>();
    for (String line : left.lines) {
      if (!right.lines.contains(line)) {
        found.add("only left:  " + line);
      }
    }
    for (String line : right.lines) {
      if (!left.lines.contains(line)) {
        found.add("only right: " + line);
      }
    }
    return found;
  }

  private static void addMails(Account account, String mailbox, int expected, List<String> lines)
      throws IOException, InterruptedException {
    Command.Result result =
        account.doveadm("-f pager fetch", FIELDS + " text", "mailbox", mailbox).succeeded();
    byte[] all = result.output();
    // Bytes as characters one to one, so that offsets stay what they are.
    String raw = new String(all, StandardCharsets.ISO_8859_1);
    Matcher head = MAIL.matcher(raw);
    int position = 0;
    int count = 0;
    while (position < all.length && head.region(position, all.length).lookingAt()) {
      int size = Integer.parseInt(head.group(6));
      byte[] mail = Arrays.copyOfRange(all, head.end(), head.end() + size);
      lines.add(
          mailbox
              + ": uid="
              + head.group(1)
              + " guid="
              + utf8(head.group(2))
              + " flags="
              + flags(utf8(head.group(3)))
              + " received="
              + head.group(4)
              + " size="
              + head.group(5)
              + " text="
              + hash(mail));
      position = head.end() + size;
      while (position < all.length && (all[position] == '\n' || all[position] == '\f')) {
        position++;
      }
      count++;
    }
    if (count != expected) {
      throw new AssertionError(
          account.user() + ": " + mailbox + ": fetched " + count + " of " + expected + " mails");
    }
  }

  private static String flags(String text) {
    List<String> flags = new ArrayList<>(List.of(text.split(" ")));
    flags.remove("\\Recent");
    flags.sort(null);
    return String.join(" ", flags).strip();
  }

  /** Line ends count as one kind: stores may keep them as LF or as CR LF. */
  private static String hash(byte[] mail) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int i = 0; i < mail.length; i++) {
        if (mail[i] == '\n' && (i == 0 || mail[i - 1] != '\r')) {
          digest.update((byte) '\r');
        }
        digest.update(mail[i]);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** The rows of a table without its title line, sorted. */
  private static List<String> sorted(String table) {
    return table.lines().skip(1).sorted().toList();
  }
}
