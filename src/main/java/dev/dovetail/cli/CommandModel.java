package dev.dovetail.cli;

import java.util.List;

/** The command line by {@link OptionTable}: global options, a command, its options, words. */
final class CommandModel {
  private final String program;

  CommandModel(String program) {
    this.program = program;
  }

  /**
   * Takes a command line apart.
   *
   * @throws UsageException for what doveadm would not accept, with its message and exit code
   */
  ParsedLine parse(String[] arguments) throws UsageException {
    GetoptWords globals =
        GetoptWords.read(
            program, OptionTable.globalOptions(), true, ExitCode.REJECTED, List.of(arguments));
    List<String> words = globals.words();
    Command command = words.isEmpty() ? null : OptionTable.command(words.get(0));
    if (command == null) {
      throw new UsageException(ExitCode.USAGE, UsageList.text(program));
    }
    GetoptWords own =
        GetoptWords.read(
            command.name(),
            command.options(),
            command.stopsAtWord(),
            ExitCode.USAGE,
            words.subList(1, words.size()));
    return new ParsedLine(globals.given(), command, own.given(), own.words());
  }
}
