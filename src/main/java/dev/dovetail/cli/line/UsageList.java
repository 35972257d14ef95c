package dev.dovetail.cli.line;

import java.util.List;

/** The list of all commands that doveadm prints when it cannot make out one (1.1). */
public final class UsageList {
  private static final int COLUMN = 12;

  private UsageList() {}

  /** All of them; a line each. */
  public static String text(String program) {
    StringBuilder text = new StringBuilder(512);
    text.append("usage: ").append(program).append(" [-Dv] [-f <formatter>] <command> [<args>]");
    for (String word : OptionTable.firstWords()) {
      List<String> seconds = OptionTable.secondWords(word);
      Command command = OptionTable.command(word);
      append(text, word, command == null ? String.join("|", seconds) : command.usage());
    }
    return text.toString();
  }

  /** The commands that begin with one word. */
  static String of(String program, String first) {
    StringBuilder text = new StringBuilder(512);
    text.append("usage: ").append(program).append(" [-Dv] [-f <formatter>] ").append(first);
    text.append(" <command> [<args>]");
    for (String second : OptionTable.secondWords(first)) {
      append(text, second, OptionTable.command(first + " " + second).usage());
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String word, String usage) {
    text.append("\n  ").append(word);
    text.append(" ".repeat(Math.max(0, COLUMN - word.length()))).append(' ').append(usage);
  }
}
