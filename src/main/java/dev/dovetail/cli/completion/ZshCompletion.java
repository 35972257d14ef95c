package dev.dovetail.cli.completion;

import dev.dovetail.cli.line.Command;
import dev.dovetail.cli.line.Option;
import dev.dovetail.cli.line.OptionTable;
import java.util.List;

/** {@code _dovetail}. */
final class ZshCompletion {
  private ZshCompletion() {}

  static String text() {
    StringBuilder text = new StringBuilder("#compdef dovetail\n").append(Words.HEADER);
    text.append("local curcontext=$curcontext state line\n_arguments -s -S -C \\\n");
    appendOptions(text, OptionTable.globalOptions());
    text.append("  '1:command:((");
    String separator = "";
    for (String word : OptionTable.firstWords()) {
      Command command = OptionTable.command(word);
      text.append(separator).append(word).append("\\:\"");
      text.append(escape(command == null ? Words.GROUP : command.summary())).append('"');
      separator = " ";
    }
    text.append("))' \\\n  '*::argument:->arguments'\n\n[[ $state == arguments ]] || return\n");
    for (String word : OptionTable.firstWords()) {
      List<String> seconds = OptionTable.secondWords(word);
      if (!seconds.isEmpty()) {
        text.append("if [[ $words[1] == ").append(word).append(" && CURRENT -eq 2 ]]; then\n");
        text.append("  _values command ").append(String.join(" ", seconds)).append("\n  return\n");
        text.append("fi\n[[ $words[1] == ").append(word).append(" ]] && ");
        text.append("{ words=(\"$words[1] $words[2]\" $words[3,-1]); (( CURRENT-- )) }\n");
      }
    }
    text.append("case $words[1] in\n");
    for (String name : OptionTable.COMMANDS) {
      Command command = OptionTable.command(name);
      if (!command.options().isEmpty()) {
        text.append("  ").append(name.replace(" ", "\\ ")).append(")\n    _arguments -s -S \\\n");
        appendOptions(text, command.options());
        text.append(command.stopsAtWord() ? "  '*:destination:_files'\n" : "  '*: :'\n");
        text.append("    ;;\n");
      }
    }
    text.append("  help)\n    _values command ").append(Words.commands()).append("\n    ;;\n");
    return text.append("esac\n").toString();
  }

  private static void appendOptions(StringBuilder text, List<Option> options) {
    for (Option option : options) {
      List<String> spellings = Words.spellings(option).toList();
      text.append("  '");
      if (spellings.size() > 1) {
        text.append("(").append(String.join(" ", spellings)).append(")'{");
        text.append(attachable(spellings.get(0), option)).append(',');
        text.append(attachable(spellings.get(1), option)).append("}'");
      } else {
        text.append(attachable(spellings.get(0), option));
      }
      text.append('[').append(escape(option.summary())).append(']');
      if (option.takesValue()) {
        text.append(':').append(escape(option.argument())).append(':').append(values(option));
      }
      text.append("' \\\n");
    }
  }

  /** {@code +} and {@code =} allow a value in the same word. */
  private static String attachable(String spelling, Option option) {
    if (!option.takesValue()) {
      return spelling;
    }
    return spelling + (spelling.startsWith("--") ? "=" : "+");
  }

  private static String values(Option option) {
    return switch (option.values()) {
      case NONE -> "";
      case FILE -> "_files";
      case FORMATTER -> "(" + Words.FORMATTERS + ")";
      case PRIORITY -> "(" + Words.PRIORITIES + ")";
      case FLAG -> "(" + Words.FLAGS.replace("\\", "\\\\") + ")";
    };
  }

  private static String escape(String text) {
    return text.replace("'", "'\\''").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:");
  }
}
