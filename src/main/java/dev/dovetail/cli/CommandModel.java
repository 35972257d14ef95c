package dev.dovetail.cli;

import dev.dovetail.cli.ParsedLine.Given;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The command line as picocli's model, built from {@link OptionTable}: the global options and the
 * one command that was typed.
 */
final class CommandModel {
  private final String program;
  private final List<Option> globals = OptionTable.globalOptions();

  CommandModel(String program) {
    this.program = program;
  }

  /**
   * Takes a command line apart.
   *
   * @throws UsageException for what doveadm would not accept, with its message and exit code
   */
  ParsedLine parse(String[] arguments) throws UsageException {
    GetoptWords first = new GetoptWords(program, globals, true, ExitCode.REJECTED);
    CommandSpec top = spec(program, globals, first);
    ParseResult result = run(top, first, arguments);
    List<String> words = first.words();
    Command command = words.isEmpty() ? null : OptionTable.command(words.get(0));
    if (command == null) {
      throw new UsageException(ExitCode.USAGE, UsageList.text(program));
    }
    GetoptWords second =
        new GetoptWords(command.name(), command.options(), command.stopsAtWord(), ExitCode.USAGE);
    String[] rest = words.subList(1, words.size()).toArray(new String[0]);
    ParseResult own = run(spec(command.name(), command.options(), second), second, rest);
    return new ParsedLine(
        given(globals, result), command, given(command.options(), own), second.words());
  }

  private static ParseResult run(CommandSpec spec, GetoptWords words, String[] arguments)
      throws UsageException {
    ParseResult result = new CommandLine(spec).parseArgs(arguments);
    if (words.failure() != null) {
      throw words.failure();
    }
    return result;
  }

  static CommandSpec spec(String name, List<Option> options, GetoptWords words) {
    CommandSpec spec = CommandSpec.create().name(name);
    if (words != null) {
      spec.preprocessor(words);
    }
    spec.parser()
        .expandAtFiles(false)
        // GetoptWords has already dealt with it; what is left of it is a value.
        .endOfOptionsDelimiter("\0")
        .overwrittenOptionsAllowed(true)
        .allowOptionsAsOptionParameters(true);
    for (Option option : options) {
      spec.addOption(spec(option));
    }
    return spec;
  }

  private static OptionSpec spec(Option option) {
    String[] names = {option.display()};
    if (option.letter() != 0 && !option.name().isEmpty()) {
      names = new String[] {option.display(), "--" + option.name()};
    }
    OptionSpec.Builder builder = OptionSpec.builder(names).description(option.summary());
    if (option.takesValue()) {
      builder
          .arity("1")
          .type(String[].class)
          .auxiliaryTypes(String.class)
          .paramLabel("<" + option.argument() + ">");
    } else {
      builder.arity("0").type(boolean.class);
    }
    return builder.build();
  }

  private static List<Given> given(List<Option> options, ParseResult result) {
    List<Given> list = new ArrayList<>();
    // An option that was given twice is in picocli's list twice, each time with all its values.
    for (OptionSpec matched : new LinkedHashSet<>(result.matchedOptions())) {
      Option option = find(options, matched);
      if (option.takesValue()) {
        String[] values = matched.getValue();
        for (String value : values) {
          list.add(new Given(option, value));
        }
      } else {
        list.add(new Given(option, ""));
      }
    }
    return list;
  }

  private static Option find(List<Option> options, OptionSpec matched) {
    for (Option option : options) {
      if (option.display().equals(matched.names()[0])) {
        return option;
      }
    }
    throw new IllegalStateException("Option outside the table: " + matched);
  }
}
