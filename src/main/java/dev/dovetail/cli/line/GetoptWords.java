package dev.dovetail.cli.line;

import dev.dovetail.cli.line.ParsedLine.Given;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Words of a command line, read as GNU getopt reads them (doveadm-interfaces 1.1): clusters,
 * attached values, abbreviated long names; and what getopt complains about, in its words. No parser
 * library reads so, and whoever calls doveadm relies on it.
 */
final class GetoptWords {
  private final String program;
  private final List<Option> options;
  private final boolean stopsAtWord;
  private final int exitCode;
  private final Deque<String> arguments;
  private final List<Given> given = new ArrayList<>();
  private final List<String> words = new ArrayList<>();

  private GetoptWords(
      String program,
      List<Option> options,
      boolean stopsAtWord,
      int exitCode,
      List<String> arguments) {
    this.program = program;
    this.options = options;
    this.stopsAtWord = stopsAtWord;
    this.exitCode = exitCode;
    this.arguments = new ArrayDeque<>(arguments);
  }

  /**
   * Reads {@code arguments}.
   *
   * @param program what messages begin with
   * @param stopsAtWord whether options end at the first word that is none
   * @param exitCode of what getopt does not accept
   */
  static GetoptWords read(
      String program,
      List<Option> options,
      boolean stopsAtWord,
      int exitCode,
      List<String> arguments)
      throws UsageException {
    GetoptWords reading = new GetoptWords(program, options, stopsAtWord, exitCode, arguments);
    reading.read();
    return reading;
  }

  /** The options in their order, an option that was repeated as often as it was. */
  List<Given> given() {
    return given;
  }

  /** The words that are neither options nor values. */
  List<String> words() {
    return words;
  }

  private void read() throws UsageException {
    while (!arguments.isEmpty()) {
      String word = arguments.pop();
      if (word.equals("--")) {
        takeRest();
      } else if (word.length() < 2 || word.charAt(0) != '-') {
        words.add(word);
        if (stopsAtWord) {
          takeRest();
        }
      } else if (word.charAt(1) == '-' && hasLongNames()) {
        readLong(word);
      } else {
        readCluster(word);
      }
    }
  }

  private void takeRest() {
    words.addAll(arguments);
    arguments.clear();
  }

  private void readCluster(String word) throws UsageException {
    for (int i = 1; i < word.length(); i++) {
      Option option = find(word.charAt(i));
      if (option == null) {
        throw fail("invalid option -- '" + word.substring(i, i + 1) + "'");
      }
      if (!option.takesValue()) {
        accept(option);
      } else if (i + 1 < word.length()) {
        accept(option, word.substring(i + 1));
        return;
      } else if (arguments.isEmpty()) {
        throw fail("option requires an argument -- '" + option.letter() + "'");
      } else {
        accept(option, arguments.pop());
      }
    }
  }

  private void readLong(String word) throws UsageException {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
    Option option = find(name, word);
    if (!option.takesValue()) {
      if (equals >= 0) {
        throw fail("option '--" + option.name() + "' doesn't allow an argument");
      }
      accept(option);
    } else if (equals >= 0) {
      accept(option, word.substring(equals + 1));
    } else if (arguments.isEmpty()) {
      throw fail("option '--" + option.name() + "' requires an argument");
    } else {
      accept(option, arguments.pop());
    }
  }

  private Option find(char letter) {
    for (Option option : options) {
      if (option.letter() == letter && letter != 0) {
        return option;
      }
    }
    return null;
  }

  private Option find(String name, String word) throws UsageException {
    List<Option> candidates = new ArrayList<>();
    for (Option option : options) {
      if (option.name().equals(name)) {
        return option;
      }
      if (option.name().startsWith(name)) {
        candidates.add(option);
      }
    }
    if (candidates.isEmpty()) {
      throw fail("unrecognized option '" + word + "'");
    }
    if (candidates.size() > 1) {
      StringBuilder text = new StringBuilder();
      for (Option candidate : candidates) {
        text.append(" '--").append(candidate.name()).append('\'');
      }
      throw fail("option '" + word + "' is ambiguous; possibilities:" + text);
    }
    return candidates.get(0);
  }

  private boolean hasLongNames() {
    return !options.isEmpty() && !options.get(0).name().isEmpty();
  }

  private void accept(Option option) {
    accept(option, "");
  }

  private void accept(Option option, String value) {
    given.add(new Given(option, value));
  }

  private UsageException fail(String text) {
    return new UsageException(exitCode, program + ": " + text);
  }
}
