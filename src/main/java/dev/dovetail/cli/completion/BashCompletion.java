package dev.dovetail.cli.completion;

import dev.dovetail.cli.line.Option;
import dev.dovetail.cli.line.OptionTable;
import java.util.List;
import java.util.stream.Collectors;

/** {@code dovetail.bash}. */
final class BashCompletion {
  private BashCompletion() {}

  static String text() {
    StringBuilder text = new StringBuilder(Words.HEADER);
    text.append(
        """
        _dovetail() {
          local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command='' i
          for ((i = 1; i < COMP_CWORD; i++)); do
            case ${COMP_WORDS[i]} in
        """);
    text.append("      ").append(withValues(OptionTable.globalOptions())).append(") ((i++)) ;;\n");
    text.append(
        """
              -*) ;;
              *)
                command=${command:+$command }${COMP_WORDS[i]}
                [[ $command == replicator ]] || break
                ;;
            esac
          done
          COMPREPLY=()
          case $command in
            '')
        """);
    List<Option> globals = OptionTable.globalOptions();
    appendValues(text, globals);
    appendWords(text, Words.of(globals) + " " + Words.commands());
    for (String name : OptionTable.COMMANDS) {
      List<Option> options = OptionTable.command(name).options();
      text.append("    ").append(quoted(name)).append(")\n");
      appendValues(text, options);
      appendWords(text, name.equals("help") ? Words.commands() : Words.of(options));
    }
    text.append("    replicator)\n");
    appendWords(text, String.join(" ", OptionTable.secondWords("replicator")));
    return text.append("  esac\n}\ncomplete -o default -F _dovetail dovetail\n").toString();
  }

  private static String quoted(String name) {
    return name.contains(" ") ? "'" + name + "'" : name;
  }

  private static String withValues(List<Option> options) {
    return options.stream()
        .filter(Option::takesValue)
        .flatMap(Words::spellings)
        .collect(Collectors.joining(" | "));
  }

  private static void appendValues(StringBuilder text, List<Option> options) {
    if (options.stream().noneMatch(Option::takesValue)) {
      return;
    }
    text.append("      case $prev in\n");
    for (Option option : options) {
      if (option.takesValue()) {
        text.append("        ").append(withValues(List.of(option))).append(")");
        text.append(reply(option)).append(" return ;;\n");
      }
    }
    text.append("      esac\n");
  }

  private static String reply(Option option) {
    return switch (option.values()) {
      case NONE -> "";
      case FILE -> " mapfile -t COMPREPLY < <(compgen -f -- \"$cur\");";
      case FORMATTER -> words(Words.FORMATTERS);
      case PRIORITY -> words(Words.PRIORITIES);
      case FLAG -> words(Words.FLAGS.replace("\\", "\\\\"));
    };
  }

  private static String words(String words) {
    return " mapfile -t COMPREPLY < <(compgen -W '" + words + "' -- \"$cur\");";
  }

  private static void appendWords(StringBuilder text, String words) {
    if (!words.isEmpty()) {
      text.append("     ").append(words(words).replaceAll(";$", "")).append('\n');
    }
    text.append("      ;;\n");
  }
}
