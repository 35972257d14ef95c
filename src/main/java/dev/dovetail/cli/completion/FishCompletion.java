package dev.dovetail.cli.completion;

import dev.dovetail.cli.line.Command;
import dev.dovetail.cli.line.Option;
import dev.dovetail.cli.line.OptionTable;
import java.util.List;

/** {@code dovetail.fish}. */
final class FishCompletion {
  private FishCompletion() {}

  static String text() {
    StringBuilder text = new StringBuilder(Words.HEADER);
    text.append("complete -c dovetail -f\n");
    appendOptions(text, "__fish_use_subcommand", OptionTable.globalOptions());
    for (String word : OptionTable.firstWords()) {
      appendCommand(text, "__fish_use_subcommand", word, word);
      List<String> seconds = OptionTable.secondWords(word);
      String one = "'__fish_seen_subcommand_from " + word;
      String none = "; and not __fish_seen_subcommand_from " + String.join(" ", seconds) + "'";
      for (String second : seconds) {
        appendCommand(text, one + none, second, word + " " + second);
      }
    }
    for (String name : OptionTable.COMMANDS) {
      String seen = name.replace(" ", "; and __fish_seen_subcommand_from ");
      appendOptions(
          text, "'__fish_seen_subcommand_from " + seen + "'", OptionTable.command(name).options());
    }
    text.append("complete -c dovetail -n '__fish_seen_subcommand_from help' -a '");
    return text.append(Words.commands()).append("'\n").toString();
  }

  private static void appendCommand(
      StringBuilder text, String condition, String word, String name) {
    Command command = OptionTable.command(name);
    text.append("complete -c dovetail -n ").append(condition).append(" -a ").append(word);
    text.append(" -d ")
        .append(quote(command == null ? Words.GROUP : command.summary()))
        .append('\n');
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
      case PRIORITY -> " -x -a '" + Words.PRIORITIES + "'";
      case FLAG -> " -x -a '" + Words.FLAGS.replace("\\", "\\\\\\\\") + "'";
    };
  }

  private static String quote(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
