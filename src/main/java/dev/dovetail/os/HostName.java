package dev.dovetail.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringTokenizer;

/**
 * This machine's name, as the two ends of a sync compare it to decide who takes the lock
 * (doveadm-interfaces 6.3). Read from files: asking the resolver would cost more than a sync.
 */
public final class HostName {

  private static final int MAX_FILE_BYTES = 1 << 20;

  private HostName() {}

  /**
   * {@code host.domain}: the variable {@code DOVECOT_HOSTDOMAIN} if set, else the kernel's host
   * name, made complete by {@code /etc/hosts} or the resolver's search domain if it has no dot.
   */
  public static String full(Map<String, String> environment) {
    String given = environment.get("DOVECOT_HOSTDOMAIN");
    if (given != null && !given.isEmpty()) {
      return given;
    }
    return complete(kernel(), read("/etc/hosts"), read("/etc/resolv.conf"));
  }

  /** The name as it is: the variable {@code DOVECOT_HOSTNAME} if set, else the kernel's. */
  public static String own(Map<String, String> environment) {
    String given = environment.get("DOVECOT_HOSTNAME");
    return given == null || given.isEmpty() ? kernel() : given;
  }

  private static String kernel() {
    String name = read("/proc/sys/kernel/hostname").trim();
    return name.isEmpty() ? "localhost" : name;
  }

  /** The name that a look-up of {@code name} would call official. */
  static String complete(String name, String hosts, String resolver) {
    if (name.indexOf('.') >= 0) {
      return name;
    }
    for (String line : hosts.split("\n")) {
      StringTokenizer words = words(line);
      if (words.countTokens() < 2) {
        continue;
      }
      words.nextToken();
      String official = words.nextToken();
      for (String alias = official; alias != null; alias = next(words)) {
        if (alias.equalsIgnoreCase(name)) {
          return official;
        }
      }
    }
    String domain = domain(resolver);
    return domain.isEmpty() ? name : name + "." + domain;
  }

  private static String domain(String resolver) {
    String found = "";
    for (String line : resolver.split("\n")) {
      StringTokenizer words = words(line);
      String keyword = next(words);
      if ("domain".equals(keyword) || "search".equals(keyword)) {
        // The last such line counts, and of a search list its first entry.
        String first = next(words);
        found = first == null || first.equals(".") ? "" : first;
      }
    }
    return found;
  }

  private static String next(StringTokenizer words) {
    return words.hasMoreTokens() ? words.nextToken() : null;
  }

  private static StringTokenizer words(String line) {
    int comment = line.indexOf('#');
    return new StringTokenizer(comment < 0 ? line : line.substring(0, comment), " \t\r");
  }

  private static String read(String file) {
    try (FileInputStream in = new FileInputStream(file)) {
      return new String(in.readNBytes(MAX_FILE_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
