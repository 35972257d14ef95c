package dev.dovetail.cli;

/** The list of all commands that doveadm prints when it cannot make out one (1.1). */
final class UsageList {
  private static final int COLUMN = 12;

  private UsageList() {}

  static String text(String program) {
    StringBuilder text = new StringBuilder(512);
    text.append("usage: ").append(program).append(" [-Dv] [-f <formatter>] <command> [<args>]");
    for (String name : OptionTable.COMMANDS) {
      text.append("\n  ").append(name);
      text.append(" ".repeat(Math.max(0, COLUMN - name.length()))).append(' ');
      text.append(OptionTable.command(name).usage());
    }
    return text.toString();
  }
}
