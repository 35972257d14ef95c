package dev.dovetail.cli.completion;

import dev.dovetail.cli.line.Option;
import dev.dovetail.cli.line.OptionTable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the three shells' files have in common. */
final class Words {
  static final String HEADER =
      "# Written from the table of options by dev.dovetail.cli.completion; change it there.\n";
  static final String FORMATTERS = "flow tab table pager json";
  static final String FLAGS = "\\Answered \\Flagged \\Deleted \\Seen \\Draft";

  static final String PRIORITIES = "none low high sync";

  /** What the word {@code replicator} is for. */
  static final String GROUP = "the daemon that keeps all users in sync";

  private Words() {}

  /** All spellings of all options: {@code -u --user}. */
  static String of(List<Option> options) {
    return options.stream().flatMap(Words::spellings).collect(Collectors.joining(" "));
  }

  static Stream<String> spellings(Option option) {
    Stream<String> letter =
        option.letter() == 0 ? Stream.empty() : Stream.of("-" + option.letter());
    Stream<String> name =
        option.name().isEmpty() ? Stream.empty() : Stream.of("--" + option.name());
    return Stream.concat(letter, name);
  }

  static String commands() {
    return String.join(" ", OptionTable.firstWords());
  }
}
