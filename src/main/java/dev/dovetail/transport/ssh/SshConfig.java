package dev.dovetail.transport.ssh;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code ~/.ssh/config}, as OpenSSH reads it: of each keyword the first value counts whose {@code
 * Host} line matches. JSch's own reader gets negated patterns wrong. What would lead to another
 * host, or to a different one than written, and is not served, is refused rather than ignored.
 */
final class SshConfig {
  private static final String REMEDY =
      "; set dsync_remote_cmd = ssh ..., which uses the ssh program";

  private final Map<String, List<String>> values = new HashMap<>();
  private final String where;

  private SshConfig(String where) {
    this.where = where;
  }

  /**
   * What the file says of one host.
   *
   * @param where the file's name, for messages
   * @param host as the admin wrote it
   * @throws SyncException if the file holds what is not served here
   */
  static SshConfig parse(String where, List<String> lines, String host) throws SyncException {
    SshConfig config = new SshConfig(where);
    boolean applies = true;
    for (int i = 0; i < lines.size(); i++) {
      List<String> words = words(lines.get(i));
      if (words.isEmpty()) {
        continue;
      }
      String keyword = words.get(0).toLowerCase(Locale.ROOT);
      List<String> arguments = words.subList(1, words.size());
      switch (keyword) {
        case "host" -> applies = matches(arguments, host);
        case "match", "include" ->
            throw new SyncException(
                Grade.CONFIGURATION,
                where + " line " + (i + 1) + " has " + words.get(0) + ", not served here" + REMEDY);
        default -> {
          if (applies) {
            config.take(keyword, arguments);
          }
        }
      }
    }
    return config;
  }

  private void take(String keyword, List<String> arguments) {
    boolean collected = keyword.equals("identityfile");
    if (collected || !values.containsKey(keyword)) {
      values.computeIfAbsent(keyword, key -> new ArrayList<>()).addAll(arguments);
    }
  }

  /** Keyword and arguments; blanks or one {@code =} between them, double quotes around them. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c <= ' ' || c == '=' && words.size() == 1) {
        at++;
      } else if (c == '#') {
        break;
      } else if (c == '"') {
        int end = line.indexOf('"', at + 1);
        end = end < 0 ? line.length() : end;
        words.add(line.substring(at + 1, end));
        at = end + 1;
      } else {
        int end = at;
        while (end < line.length() && !ends(line.charAt(end), words.isEmpty())) {
          end++;
        }
        words.add(line.substring(at, end));
        at = end;
      }
    }
    return words;
  }

  private static boolean ends(char c, boolean keyword) {
    return c <= ' ' || keyword && c == '=';
  }

  private static boolean matches(List<String> patterns, String host) {
    boolean matches = false;
    for (String pattern : patterns) {
      if (pattern.startsWith("!")) {
        if (glob(pattern.substring(1), host)) {
          return false;
        }
      } else {
        matches |= glob(pattern, host);
      }
    }
    return matches;
  }

  /** Asterisks and question marks; letter case is heeded, as ssh does. */
  private static boolean glob(String pattern, String text) {
    int star = -1;
    int mark = 0;
    int at = 0;
    int next = 0;
    while (at < text.length()) {
      boolean here = next < pattern.length();
      if (here && pattern.charAt(next) == '*') {
        star = next++;
        mark = at;
      } else if (here && (pattern.charAt(next) == '?' || pattern.charAt(next) == text.charAt(at))) {
        next++;
        at++;
      } else if (star >= 0) {
        next = star + 1;
        at = ++mark;
      } else {
        return false;
      }
    }
    while (next < pattern.length() && pattern.charAt(next) == '*') {
      next++;
    }
    return next == pattern.length();
  }

  /** The first argument; {@code otherwise} if the keyword is not there. */
  String text(String keyword, String otherwise) {
    List<String> found = values.getOrDefault(keyword, List.of());
    return found.isEmpty() ? otherwise : found.get(0);
  }

  /** All arguments; empty if the keyword is not there. */
  List<String> texts(String keyword) {
    return values.getOrDefault(keyword, List.of());
  }

  boolean flag(String keyword) {
    return text(keyword, "no").equalsIgnoreCase("yes");
  }

  /**
   * A number, or a time such as {@code 90} or {@code 1m30s} in seconds.
   *
   * @throws SyncException if it is neither, or larger than {@code max}
   */
  int number(String keyword, int otherwise, int max) throws SyncException {
    String text = text(keyword, "");
    if (text.isEmpty()) {
      return otherwise;
    }
    long total = 0;
    long part = -1;
    boolean good = text.length() <= 12;
    for (int i = 0; i < text.length() && good; i++) {
      char c = Character.toLowerCase(text.charAt(i));
      int unit = "smhdw".indexOf(c);
      if (c >= '0' && c <= '9') {
        part = Math.max(part, 0) * 10 + (c - '0');
      } else if (unit >= 0 && part >= 0) {
        total += part * new int[] {1, 60, 3600, 86_400, 604_800}[unit];
        part = -1;
      } else {
        good = false;
      }
    }
    total += Math.max(part, 0);
    if (!good || total > max) {
      throw new SyncException(
          Grade.CONFIGURATION, where + ": " + keyword + " cannot be " + text + "; correct it");
    }
    return (int) total;
  }

  /**
   * Refuses hosts that are reached by way of others.
   *
   * @throws SyncException if this one is
   */
  void checkDirect(String host) throws SyncException {
    for (String keyword : List.of("proxyjump", "proxycommand")) {
      if (!text(keyword, "none").equalsIgnoreCase("none")) {
        throw new SyncException(
            Grade.CONFIGURATION,
            where + " has " + keyword + " for " + host + ", not served here" + REMEDY);
      }
    }
  }

  /** A file name with {@code ~} and the tokens that ssh knows there. */
  static Path file(String text, SshAccount account, Map<Character, String> tokens)
      throws SyncException {
    String expanded = expand(text, tokens);
    return expanded.startsWith("~/")
        ? account.home().resolve(expanded.substring(2))
        : account.home().resolve(expanded);
  }

  static String expand(String text, Map<Character, String> tokens) throws SyncException {
    StringBuilder result = new StringBuilder();
    int at = 0;
    for (int percent = text.indexOf('%'); percent >= 0; percent = text.indexOf('%', at)) {
      String value = percent + 1 < text.length() ? tokens.get(text.charAt(percent + 1)) : null;
      if (value == null) {
        throw new SyncException(
            Grade.CONFIGURATION, "ssh configuration: unknown token in " + text + REMEDY);
      }
      result.append(text, at, percent).append(value);
      at = percent + 2;
    }
    return result.append(text, at, text.length()).toString();
  }
}
