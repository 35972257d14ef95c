package dev.dovetail.cli;

import dev.dovetail.cli.line.Command;
import dev.dovetail.cli.line.Option;
import dev.dovetail.cli.line.OptionTable;
import dev.dovetail.cli.line.UsageList;
import dev.dovetail.cli.output.TextSink;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What {@code --help} and {@code help} print, for people: option lists as picocli sets them. */
final class HelpText {
  private static final int WIDTH = 100;

  private HelpText() {}

  /** The page of one command, or of the program if {@code command} is null. */
  static void print(Invocation run, Command command) {
    String page = command == null ? ofProgram(run.shownName()) : of(run.shownName(), command);
    new TextSink(run.out()).write(page);
  }

  static void printVersion(Invocation run) {
    String version = HelpText.class.getPackage().getImplementationVersion();
    new TextSink(run.out())
        .write("dovetail " + (version == null ? "(not packaged)" : version) + "\n");
  }

  static String of(String program, Command command) {
    String options = optionList(command.name(), command.options());
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
        + "\nThe manual page "
        + command.page()
        + " tells the rest.\n";
  }

  private static String ofProgram(String program) {
    StringBuilder text = new StringBuilder(2048);
    text.append(UsageList.text(program)).append("\n\nGlobal options:\n");
    text.append(optionList(program, OptionTable.globalOptions()));
    return text.append("\nThe manual page dovetail(1) tells the rest.\n").toString();
  }

  private static String optionList(String name, List<Option> options) {
    CommandSpec spec = CommandSpec.create().name(name);
    spec.usageMessage(new UsageMessageSpec().width(WIDTH).sortOptions(false));
    for (Option option : options) {
      spec.addOption(spec(option));
    }
    CommandSpec attached = new CommandLine(spec).getCommandSpec();
    return new CommandLine.Help(
            attached, CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .optionList();
  }

  private static OptionSpec spec(Option option) {
    String[] names = {option.display()};
    if (option.letter() != 0 && !option.name().isEmpty()) {
      names = new String[] {option.display(), "--" + option.name()};
    }
    OptionSpec.Builder builder = OptionSpec.builder(names).description(option.summary());
    if (option.takesValue()) {
      builder.arity("1").type(String.class).paramLabel("<" + option.argument() + ">");
    } else {
      builder.arity("0").type(boolean.class);
    }
    return builder.build();
  }

  private static String capitalised(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
