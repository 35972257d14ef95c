package dev.dovetail.cli.line;

import java.util.ArrayList;
import java.util.List;

/**
 * The old program name {@code dsync}: its arguments as they are written for doveadm
 * (doveadm-interfaces 1.8).
 */
public final class DsyncAlias {
  private final String[] arguments;
  private final List<String> globals = new ArrayList<>();
  private final List<String> own = new ArrayList<>();
  private int next;

  private DsyncAlias(String[] arguments) {
    this.arguments = arguments;
  }

  /**
   * The same for doveadm.
   *
   * @throws UsageException if {@code dsync} would not accept them
   */
  public static String[] rewrite(String[] arguments) throws UsageException {
    return new DsyncAlias(arguments).rewrite();
  }

  private String[] rewrite() throws UsageException {
    while (next < arguments.length && isOption(arguments[next])) {
      readOptions(arguments[next++]);
    }
    if (next == arguments.length) {
      throw UsageException.fatal("Missing mirror or backup parameter");
    }
    String word = arguments[next++];
    String command =
        switch (word) {
          case "mirror" -> OptionTable.SYNC;
          case "backup" -> OptionTable.BACKUP;
          case "server" -> OptionTable.DSYNC_SERVER;
          default -> throw UsageException.fatal("Invalid parameter: " + word);
        };
    List<String> result = new ArrayList<>(globals);
    result.add(command);
    result.add("-E");
    result.addAll(own);
    result.addAll(List.of(arguments).subList(next, arguments.length));
    return result.toArray(new String[0]);
  }

  private void readOptions(String cluster) throws UsageException {
    for (int i = 1; i < cluster.length(); i++) {
      char letter = cluster.charAt(i);
      switch (letter) {
        case 'f', 'R' -> own.add("-" + letter);
        case 'm', 'u' -> {
          own.add("-" + letter);
          own.add(value(letter, cluster, i));
          return;
        }
        case 'C' -> {
          globals.add("-o");
          globals.add("dsync_alt_char=" + value(letter, cluster, i));
          return;
        }
        case 'c', 'i', 'o' -> {
          globals.add("-" + letter);
          globals.add(value(letter, cluster, i));
          return;
        }
        default -> globals.add("-" + letter);
      }
    }
  }

  private String value(char letter, String cluster, int at) throws UsageException {
    if (at + 1 < cluster.length()) {
      return cluster.substring(at + 1);
    }
    if (next == arguments.length) {
      throw UsageException.fatal("-" + letter + " missing parameter");
    }
    return arguments[next++];
  }

  private static boolean isOption(String word) {
    return word.length() > 1 && word.charAt(0) == '-';
  }
}
