package dev.dovetail.os;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The users and groups of this system: {@code /etc/passwd} and {@code /etc/group}, and through
 * {@code getent} whatever else the name service knows, such as LDAP.
 */
public final class Accounts {

  private static final long LARGEST = 0xffff_fffeL;
  private static final int NAME = 0;
  private static final int NUMBER = 2;
  private static final int GID = 3;
  private static final int HOME = 5;

  private Accounts() {}

  /**
   * The number of a user or group.
   *
   * @param text a number, or a name
   * @return -1 if there is no such name
   */
  public static long number(String text, boolean group) throws IOException {
    long number = parse(text);
    if (number >= 0) {
      return number;
    }
    String[] fields = find(group ? "group" : "passwd", text);
    return fields == null ? -1 : parse(fields[NUMBER]);
  }

  /** The user of that name. */
  public static Optional<Account> user(String name) throws IOException {
    String[] fields = find("passwd", name);
    return fields == null ? Optional.empty() : Optional.ofNullable(account(fields));
  }

  /** The numbers of all groups that a user is in; empty if there is no such user. */
  public static List<Long> groupsOf(String name) throws IOException {
    List<Long> groups = new ArrayList<>();
    for (String line : lines(getent("initgroups", name))) {
      // The name, and behind blanks the numbers.
      String[] words = line.split(" +");
      for (int i = 1; i < words.length; i++) {
        long group = parse(words[i]);
        if (group >= 0) {
          groups.add(group);
        }
      }
    }
    return groups;
  }

  /** Gets a user. */
  public interface Listed {
    void user(Account account) throws IOException;
  }

  /** All users, as far as the name service lists them, in its order, while it does. */
  public static void list(Listed each) throws IOException {
    LineTaker accounts =
        line -> {
          String[] fields = line.split(":", -1);
          Account account = fields.length > GID ? account(fields) : null;
          if (account != null) {
            each.user(account);
          }
        };
    if (read(getent("passwd"), accounts) == 0) {
      read(new FileInputStream("/etc/passwd"), accounts);
    }
  }

  private static Account account(String[] fields) {
    long uid = parse(fields[NUMBER]);
    long gid = fields.length > GID ? parse(fields[GID]) : -1;
    return uid < 0 || gid < 0
        ? null
        : new Account(fields[NAME], uid, gid, fields.length > HOME ? fields[HOME] : "");
  }

  /** Null if there is no such entry. */
  private static String[] find(String database, String name) throws IOException {
    List<String> files = lines(new FileInputStream("/etc/" + database));
    String[] found = named(files, name);
    return found != null ? found : named(lines(getent(database, name)), name);
  }

  private static String[] named(List<String> lines, String name) {
    for (String line : lines) {
      if (line.startsWith(name) && line.startsWith(":", name.length())) {
        String[] fields = line.split(":", -1);
        if (fields.length > NUMBER) {
          return fields;
        }
      }
    }
    return null;
  }

  /** Empty where there is no such program. */
  private static InputStream getent(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("getent", "--"));
    command.addAll(List.of(words));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
    } catch (IOException e) {
      return InputStream.nullInputStream();
    }
    process.getOutputStream().close();
    return process.getInputStream();
  }

  private static List<String> lines(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    read(in, lines::add);
    return lines;
  }

  private interface LineTaker {
    void take(String line) throws IOException;
  }

  /** Returns how many lines there were. */
  private static int read(InputStream in, LineTaker each) throws IOException {
    int count = 0;
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        each.take(line);
        count++;
      }
    }
    return count;
  }

  private static long parse(String text) {
    try {
      long number = Long.parseLong(text);
      return number > LARGEST ? -1 : number;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
