package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All of an account that two replicas must have in common, as the real doveadm tells it: one line
 * for each mailbox, subscription and mail.
 *
 * @param lines sorted by mailbox and UID
 */
record StoreSnapshot(List<String> lines) {
  private static final String FIELDS =
      "mailbox uid guid flags date.received size.virtual size.physical text";
  private static final Pattern MAIL =
      Pattern.compile(
          "mailbox: (.*)\nuid: (\\d+)\nguid: (.*)\nflags: (.*)\ndate\\.received: (.*)\n"
              + "size\\.virtual: (\\d+)\nsize\\.physical: (\\d+)\ntext:\n");

  static StoreSnapshot of(Account account) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    for (String name : sorted(account.run("-f tab mailbox list"))) {
      lines.add("mailbox " + name);
    }
    for (String name : sorted(account.run("-f tab mailbox list", "-s"))) {
      lines.add("subscribed " + name);
    }
    Map<String, List<String>> mails = mails(account);
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
      List<String> fetched = mails.getOrDefault(columns[0], List.of());
      if (fetched.size() != Integer.parseInt(columns[1])) {
        throw new AssertionError(
            account.user() + ": " + line + ": fetched " + fetched.size() + " mails");
      }
      lines.addAll(fetched);
    }
    return new StoreSnapshot(List.copyOf(lines));
  }

  /** The lines for the mails of one mailbox. */
  List<String> mails(String mailbox) {
    return lines.stream().filter(line -> line.startsWith(mailbox + ": uid=")).toList();
  }

  /** The same mails, mailboxes and subscriptions, under whatever UIDs. */
  List<String> content() {
    return lines.stream()
        .filter(line -> !line.contains(": messages="))
        .map(line -> line.replaceFirst(": uid=\\d+ ", ": "))
        .sorted()
        .toList();
  }

  /** Every mail's GUID and text, wherever it is and whatever its flags. */
  List<String> texts() {
    return lines.stream()
        .filter(line -> line.contains(": uid="))
        .map(line -> line.replaceFirst(".*? guid=(\\S+) .* text=", "$1 "))
        .sorted()
        .toList();
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

  /** By mailbox, in the order of the UIDs. */
  private static Map<String, List<String>> mails(Account account)
      throws IOException, InterruptedException {
    Command.Result result = account.doveadm("-f pager fetch", FIELDS, "all").succeeded();
    assertThat(result.errors()).as(result.toString()).isEmpty();
    byte[] all = result.output();
    // Bytes as characters one to one, so that offsets stay what they are.
    String raw = new String(all, StandardCharsets.ISO_8859_1);
    Matcher head = MAIL.matcher(raw);
    Map<String, List<String>> mails = new HashMap<>();
    int position = 0;
    while (position < all.length && head.region(position, all.length).lookingAt()) {
      int size = Integer.parseInt(head.group(7));
      byte[] mail = Arrays.copyOfRange(all, head.end(), head.end() + size);
      String mailbox = utf8(head.group(1));
      mails
          .computeIfAbsent(mailbox, name -> new ArrayList<>())
          .add(
              mailbox
                  + ": uid="
                  + head.group(2)
                  + " guid="
                  + utf8(head.group(3))
                  + " flags="
                  + flags(utf8(head.group(4)))
                  + " received="
                  + head.group(5)
                  + " size="
                  + head.group(6)
                  + " text="
                  + hash(mail));
      position = head.end() + size;
      while (position < all.length && (all[position] == '\n' || all[position] == '\f')) {
        position++;
      }
    }
    return mails;
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
