package dev.dovetail.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What {@code --help} and {@code help} print, for people. */
final class HelpText {
  private static final int WIDTH = 100;

  private HelpText() {}

  /** The page of one command, or of the program if {@code command} is null. */
  static void print(Invocation run, Command command) {
    write(run.out(), command == null ? ofProgram(run.shownName()) : of(run.shownName(), command));
  }

  static void printVersion(Invocation run) {
    String version = HelpText.class.getPackage().getImplementationVersion();
    write(run.out(), "dovetail " + (version == null ? "(not packaged)" : version) + "\n");
  }

  static String of(String program, Command command) {
    CommandSpec spec = CommandModel.spec(command.name(), command.options(), null);
    String options = optionList(spec);
    return "usage: "
        + program
        + " "
        + command.name()
        + " "
        + command.usage()
        + "\n\n"
        + capitalised(command.summary())
        + ".\n"
        + (options.isEmpty() ? "" : "\n" + options)
        + "\nThe manual page dovetail-"
        + command.name()
        + "(1) tells the rest.\n";
  }

  private static String ofProgram(String program) {
    StringBuilder text = new StringBuilder(2048);
    text.append(UsageList.text(program)).append("\n\nGlobal options:\n");
    text.append(optionList(CommandModel.spec(program, OptionTable.globalOptions(), null)));
    return text.append("\nThe manual page dovetail(1) tells the rest.\n").toString();
  }

  private static String optionList(CommandSpec spec) {
    spec.usageMessage(new UsageMessageSpec().width(WIDTH).sortOptions(false));
    CommandSpec attached = new CommandLine(spec).getCommandSpec();
    return new CommandLine.Help(
            attached, CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .optionList();
  }

  private static String capitalised(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static void write(Appendable out, String text) {
    try {
      out.append(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
