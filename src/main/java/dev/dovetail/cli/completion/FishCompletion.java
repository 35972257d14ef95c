package dev.dovetail.cli.completion;

import dev.dovetail.cli.Option;
import dev.dovetail.cli.OptionTable;
import java.util.List;

/** {@code dovetail.fish}. */
final class FishCompletion {
  private FishCompletion() {}

  static String text() {
    StringBuilder text = new StringBuilder(Words.HEADER);
    text.append("complete -c dovetail -f\n");
    appendOptions(text, "__fish_use_subcommand", OptionTable.globalOptions());
    for (String name : OptionTable.COMMANDS) {
      text.append("complete -c dovetail -n __fish_use_subcommand -a ").append(name);
      text.append(" -d ").append(quote(OptionTable.command(name).summary())).append('\n');
    }
    for (String name : OptionTable.COMMANDS) {
      appendOptions(
          text, "'__fish_seen_subcommand_from " + name + "'", OptionTable.command(name).options());
    }
    text.append("complete -c dovetail -n '__fish_seen_subcommand_from help' -a '");
    return text.append(Words.commands()).append("'\n").toString();
  }

  private static void appendOptions(StringBuilder text, String condition, List<Option> options) {
    for (Option option : options) {
      text.append("complete -c dovetail -n ").append(condition);
      if (option.letter() != 0) {
        text.append(" -s ").append(option.letter());
      }
      if (!option.name().isEmpty()) {
        text.append(" -l ").append(option.name());
      }
      if (option.takesValue()) {
        text.append(values(option));
      }
      text.append(" -d ").append(quote(option.summary())).append('\n');
    }
  }

  private static String values(Option option) {
    return switch (option.values()) {
      case NONE -> " -x";
      case FILE -> " -r -F";
      case FORMATTER -> " -x -a '" + Words.FORMATTERS + "'";
      case FLAG -> " -x -a '" + Words.FLAGS.replace("\\", "\\\\\\\\") + "'";
    };
  }

  private static String quote(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
