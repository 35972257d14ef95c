package dev.dovetail.cli.line;

import java.util.List;

/** The command line by {@link OptionTable}: global options, a command, its options, words. */
public final class CommandModel {
  private final String program;

  /**
   * @param program the name that messages begin with
   */
  public CommandModel(String program) {
    this.program = program;
  }

  /**
   * Takes a command line apart.
   *
   * @throws UsageException for what doveadm would not accept, with its message and exit code
   */
  public ParsedLine parse(String[] arguments) throws UsageException {
    GetoptWords globals =
        GetoptWords.read(
            program, OptionTable.globalOptions(), true, ExitCode.REJECTED, List.of(arguments));
    List<String> words = globals.words();
    Command command = command(words);
    int own = command.name().indexOf(' ') < 0 ? 1 : 2;
    GetoptWords read =
        GetoptWords.read(
            command.lastWord(),
            command.options(),
            command.stopsAtWord(),
            ExitCode.USAGE,
            words.subList(own, words.size()));
    return new ParsedLine(globals.given(), command, read.given(), read.words());
  }

  /**
   * The command that words begin with.
   *
   * @throws UsageException with the list of those that there are, if there is none
   */
  public Command command(List<String> words) throws UsageException {
    String first = words.isEmpty() ? "" : words.get(0);
    boolean group = !OptionTable.secondWords(first).isEmpty();
    String name = group && words.size() > 1 ? first + " " + words.get(1) : first;
    Command command = OptionTable.command(name);
    if (command == null) {
      throw new UsageException(
          ExitCode.USAGE, group ? UsageList.of(program, first) : UsageList.text(program));
    }
    return command;
  }
}
