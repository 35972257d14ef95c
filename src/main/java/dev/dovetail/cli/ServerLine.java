package dev.dovetail.cli;

import dev.dovetail.cli.line.Option;
import dev.dovetail.cli.line.ParsedLine;
import dev.dovetail.cli.line.ParsedLine.Given;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line for a doveadm server that runs the command for one user: short names in the
 * order of the option table, {@code --}, and the destination (doveadm-interfaces 1.3).
 *
 * <p>Deviation: doveadm hands {@code -A}, {@code -F} and masks on as they are, and the server then
 * looks for a file that is not there. Here the user stands in their place.
 */
final class ServerLine {
  private ServerLine() {}

  /**
   * @param destination empty with {@code -d}
   */
  static List<String> of(ParsedLine line, String user, List<String> destination) {
    List<String> words = new ArrayList<>();
    words.add(line.command().name());
    if (has(line, "AFu")) {
      words.add("-u");
      words.add(user);
    }
    for (Option option : line.command().options()) {
      boolean ours = option.letter() == 0 || "AFuS".indexOf(option.letter()) >= 0;
      if (!ours) {
        add(words, option, values(line, option));
      }
    }
    words.add("--");
    words.addAll(destination);
    return words;
  }

  private static boolean has(ParsedLine line, String letters) {
    for (Given given : line.options()) {
      if (given.option().letter() != 0 && letters.indexOf(given.option().letter()) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static List<String> values(ParsedLine line, Option option) {
    List<String> values = new ArrayList<>();
    for (Given given : line.options()) {
      if (given.option().letter() == option.letter()) {
        values.add(given.value());
      }
    }
    return values;
  }

  private static void add(List<String> words, Option option, List<String> values) {
    boolean repeatable = "nx".indexOf(option.letter()) >= 0;
    int first = repeatable ? 0 : Math.max(values.size() - 1, 0);
    for (String value : values.subList(first, values.size())) {
      words.add(option.display());
      if (option.takesValue()) {
        words.add(value);
      }
    }
  }
}
